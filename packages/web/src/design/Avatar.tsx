import type { Presence } from '@cardea/protocol';
import { initials, personHue } from './personColor.ts';

const sizes = {
  xs: 'size-7 text-[0.625rem]',
  sm: 'size-9 text-xs',
  md: 'size-11 text-sm',
  lg: 'size-16 text-xl',
  xl: 'size-28 text-4xl',
  huge: 'size-36 text-5xl sm:size-44 sm:text-6xl',
} as const;

const presenceColors = {
  online: 'bg-online',
  away: 'bg-away',
  'in-call': 'bg-busy',
  offline: 'bg-nobody',
} as const satisfies Record<Presence, string>;

interface AvatarProps {
  person: { id: string; name: string; avatarUrl: string | null };
  size?: keyof typeof sizes;
  presence?: Presence | undefined;
}

/** A person in a doorway. Name and presence are always written beside it, so the picture itself is decoration. */
export function Avatar({ person, size = 'md', presence }: AvatarProps) {
  const hue = personHue(person.id);
  return (
    <span className={`relative inline-block shrink-0 select-none ${sizes[size]}`}>
      {person.avatarUrl === null ? (
        <span
          aria-hidden
          className="arch grid size-full place-items-center font-semibold tracking-tight"
          style={{
            background: `linear-gradient(165deg, hsl(${hue} 42% 84%), hsl(${hue} 34% 70%))`,
            color: `hsl(${hue} 60% 16%)`,
          }}
        >
          {initials(person.name)}
        </span>
      ) : (
        <img src={person.avatarUrl} alt="" className="arch size-full object-cover" draggable={false} />
      )}
      {presence !== undefined && (
        <span
          aria-hidden
          className={`absolute -right-0.5 -bottom-0.5 size-3 rounded-full border-2 border-surface ${presenceColors[presence]}`}
        />
      )}
    </span>
  );
}
