import type { LibraryEntry } from '@cardea/client';
import { AudioLines, Image, Video } from 'lucide-react';
import { personHue } from '../design/personColor.ts';
import { barsOf } from './bars.ts';

/** What an item looks like from afar; one without a picture has the shape of a voice. */
export function ItemPicture({ entry }: { entry: LibraryEntry }) {
  const { item, thumbnail } = entry;
  if (thumbnail !== null) {
    return (
      <img
        src={thumbnail}
        alt=""
        loading="lazy"
        draggable={false}
        className="absolute inset-0 size-full object-cover transition-transform duration-300 group-hover:scale-[1.03]"
      />
    );
  }
  const hue = personHue(item.id);
  const Icon = item.kind === 'screenshot' ? Image : Video;
  const sound = item.mediaType.startsWith('audio/');
  return (
    <span
      aria-hidden
      className="absolute inset-0 grid place-items-center"
      style={{ background: `linear-gradient(160deg, hsl(${hue} 28% 34%), hsl(${hue + 30} 34% 18%))` }}
    >
      {sound ? (
        <svg viewBox="0 0 160 60" className="w-3/4">
          {barsOf(item.id, 32).map((height, index) => (
            <rect
              key={index}
              x={index * 5 + 1}
              y={30 - height * 26}
              width="3"
              height={height * 52}
              rx="1.5"
              fill={`hsl(${hue} 45% 82%)`}
            />
          ))}
        </svg>
      ) : (
        <Icon className="size-10 text-white/70" />
      )}
    </span>
  );
}

/** What kind of thing it is, at a glance. */
export function KindIcon({ entry, className }: { entry: LibraryEntry; className: string }) {
  const { kind, mediaType } = entry.item;
  const Icon = kind === 'screenshot' ? Image : mediaType.startsWith('audio/') ? AudioLines : Video;
  return <Icon aria-hidden className={className} />;
}
