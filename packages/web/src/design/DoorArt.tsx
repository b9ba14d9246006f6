/** A door standing ajar with light behind it: the drawing of empty places. */
export function DoorArt({ className = 'h-36' }: { className?: string }) {
  return (
    <svg viewBox="0 0 240 200" aria-hidden className={className} fill="none">
      <path d="M20 186h200" className="stroke-line" strokeWidth="3" strokeLinecap="round" />
      <path d="M76 186V86a44 44 0 0 1 88 0v100z" className="fill-brass-wash" />
      <path d="M76 186h88l42 0-66-30z" className="fill-brass-wash" opacity=".6" />
      <path d="M76 186V86a44 44 0 0 1 44-44v0l0 0c-12 8-18 24-18 46v110z" className="fill-accent" />
      <path
        d="M76 186V86a44 44 0 0 1 88 0v100"
        className="stroke-accent"
        strokeWidth="5"
        strokeLinecap="round"
      />
      <circle cx="95" cy="122" r="3.5" className="fill-brass" />
      <path
        d="M184 66a30 30 0 0 1 14 26M192 48a52 52 0 0 1 24 44"
        className="stroke-accent"
        strokeWidth="4"
        strokeLinecap="round"
        opacity=".45"
      />
    </svg>
  );
}
