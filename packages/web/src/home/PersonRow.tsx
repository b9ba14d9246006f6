import type { Person, Presence } from '@cardea/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../design/Avatar.tsx';

interface PersonRowProps {
  person: Person;
  presence?: Presence | undefined;
  /** Second line. */
  detail: ReactNode;
  /** At the right of the first line, small: a time. */
  aside?: ReactNode;
  /** At the right of the second line: a badge. */
  badge?: ReactNode;
  /** Buttons beside the row. */
  actions?: ReactNode;
  selected?: boolean;
  alarming?: boolean;
  onOpen: () => void;
}

/** A line of any list of people: press it to open the conversation. */
export function PersonRow(props: PersonRowProps) {
  const {
    person,
    presence,
    detail,
    aside,
    badge,
    actions,
    selected = false,
    alarming = false,
    onOpen,
  } = props;
  const { t } = useTranslation();
  return (
    <li
      className={`flex items-center rounded-2xl pr-1 transition-colors ${selected ? 'bg-accent-wash' : 'hover:bg-sunken'}`}
    >
      <button
        type="button"
        aria-current={selected ? 'true' : undefined}
        onClick={onOpen}
        className="flex min-h-16 min-w-0 flex-1 items-center gap-3 rounded-2xl py-2 pr-2 pl-3 text-left"
      >
        <Avatar person={person} presence={presence} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={`min-w-0 flex-1 truncate font-medium ${alarming ? 'text-danger' : ''}`}>
              {person.name}
            </span>
            {presence !== undefined && <span className="sr-only">{t(`presence.${presence}`)}</span>}
            {aside !== undefined && <span className="shrink-0 text-xs text-soft tabular">{aside}</span>}
          </span>
          <span className="flex items-center gap-2">
            <span className="flex min-w-0 flex-1 items-center gap-1.5 truncate text-sm text-soft">
              {detail}
            </span>
            {badge}
          </span>
        </span>
      </button>
      {actions}
    </li>
  );
}
