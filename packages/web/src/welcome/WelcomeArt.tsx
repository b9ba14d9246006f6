/** The great door: arches of light, one inside the other, and the swing of the hinge going out like a voice. */
export function WelcomeArt() {
  return (
    <svg
      viewBox="0 0 640 900"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden
      className="size-full"
      fill="none"
    >
      <rect width="640" height="900" fill="#0c4f47" />
      <path d="M40 900V420a280 280 0 0 1 560 0v480z" fill="#0f5d54" />
      <path d="M100 900V440a220 220 0 0 1 440 0v460z" fill="#14756a" />
      <path d="M160 900V460a160 160 0 0 1 320 0v440z" fill="#f0c987" />
      <path d="M208 900V478a112 112 0 0 1 224 0v422z" fill="#f9e6c0" />
      <path d="M160 900V460a160 160 0 0 1 160-160c-52 24-78 84-78 150v450z" fill="#0a423b" />
      <circle cx="226" cy="610" r="8" fill="#f0c987" />
      <path d="M480 900h160L520 820H480z" fill="#f0c987" opacity=".35" />
      <g stroke="#9fded0" strokeLinecap="round" strokeWidth="7" opacity=".55">
        <path d="M470 250a150 150 0 0 1 64 92" />
        <path d="M506 176a236 236 0 0 1 102 148" opacity=".7" />
        <path d="M540 104a318 318 0 0 1 100 116" opacity=".4" />
      </g>
    </svg>
  );
}
