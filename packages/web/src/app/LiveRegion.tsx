import { useAnnouncement } from './announcer.ts';

export function LiveRegion() {
  const { text, id } = useAnnouncement();
  return (
    <div role="status" aria-live="polite" className="sr-only">
      <span key={id}>{text}</span>
    </div>
  );
}
