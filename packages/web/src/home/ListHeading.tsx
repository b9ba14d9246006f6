export function ListHeading({ text }: { text: string }) {
  return <h2 className="px-3 pt-4 pb-1.5 text-xs font-semibold tracking-wide text-soft">{text}</h2>;
}
