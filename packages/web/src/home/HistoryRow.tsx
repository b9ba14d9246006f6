import type { HistoryEntry } from '@cardea/protocol';
import { ArrowDownLeft, ArrowUpRight, PhoneMissed, Phone, Trash2, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea, usePeople } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { IconButton } from '../design/IconButton.tsx';
import { duration, shortMoment } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { historyResult } from './historyResult.ts';
import { PersonRow } from './PersonRow.tsx';
import { openConversation } from './selected.ts';

export function HistoryRow({ entry, now }: { entry: HistoryEntry; now: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const cardea = useCardea();
  const run = useRun();
  const person = usePeople(({ known }) => known.get(entry.withPersonId));
  // The library hears of people together with the calls; one who is missing has no name to show.
  if (person === undefined) return null;
  const { arrow, word } = historyResult(entry);
  const missed = arrow === 'missed';
  const Arrow = missed ? PhoneMissed : arrow === 'incoming' ? ArrowDownLeft : ArrowUpRight;
  return (
    <PersonRow
      person={person}
      alarming={missed}
      aside={shortMoment(entry.startedAt, now, locale)}
      onOpen={() => openConversation(person.id)}
      detail={
        <>
          <Arrow aria-hidden className={`size-4 shrink-0 ${missed ? 'text-danger' : 'text-accent'}`} />
          <span className="sr-only">{missed ? '' : t(`history.${arrow}`)}</span>
          <span className="truncate">
            {word === null ? duration(entry.duration, locale) : t(`history.${word}`)}
          </span>
        </>
      }
      actions={
        <span className="flex">
          <IconButton
            label={t('history.callBack', { name: person.name })}
            icon={entry.kind === 'video' ? <Video /> : <Phone />}
            look="accent"
            size="sm"
            onClick={() => run(cardea.calls.ring(person, entry.kind))}
          />
          <IconButton
            label={`${t('history.remove')} – ${person.name}`}
            icon={<Trash2 />}
            size="sm"
            onClick={() => run(cardea.history.remove(entry.callId))}
          />
        </span>
      }
    />
  );
}
