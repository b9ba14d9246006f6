/** A door on a plan: the leaf, the hinge, and the way it swings, which is also a voice going out. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 64 64"
      aria-hidden
      className={className}
      fill="none"
      strokeLinecap="round"
      strokeWidth="6"
    >
      <g stroke="currentColor">
        <path d="M14 8v42" />
        <path d="M14 26a24 24 0 0 1 24 24" opacity=".7" />
        <path d="M14 8a42 42 0 0 1 42 42" />
      </g>
      <circle cx="14" cy="50" r="7" className="fill-brass" />
    </svg>
  );
}
