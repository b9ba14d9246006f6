const radius = 20;
const length = 2 * Math.PI * radius;

/** A ring that fills; one that turns while it is not known how far it is. Its label is beside it. */
export function ProgressRing({ share, className = 'size-12' }: { share: number | null; className?: string }) {
  return (
    <svg viewBox="0 0 48 48" aria-hidden className={`${className} ${share === null ? 'animate-spin' : ''}`}>
      <circle cx="24" cy="24" r={radius} fill="none" strokeWidth="4" className="stroke-white/25" />
      <circle
        cx="24"
        cy="24"
        r={radius}
        fill="none"
        strokeWidth="4"
        strokeLinecap="round"
        stroke="currentColor"
        strokeDasharray={length}
        strokeDashoffset={length * (1 - (share ?? 0.25))}
        transform="rotate(-90 24 24)"
        className="transition-[stroke-dashoffset] duration-300"
      />
    </svg>
  );
}
