/** Something is going on; what it is, the text beside it says. */
export function Spinner() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className="size-5 animate-spin" fill="none" strokeWidth="3">
      <circle cx="12" cy="12" r="9" stroke="currentColor" opacity=".25" />
      <path d="M21 12a9 9 0 0 0-9-9" stroke="currentColor" strokeLinecap="round" />
    </svg>
  );
}
