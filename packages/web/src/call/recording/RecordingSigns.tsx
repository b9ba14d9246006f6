import type { ClientCall } from '@cardea/client';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../../app/cardea.ts';
import { useNow } from '../../app/useNow.ts';
import { useRun } from '../../app/useRun.ts';
import { Button } from '../../design/Button.tsx';
import { testIds } from '../../design/testIds.ts';
import { clockTime, timer } from '../../i18n/format.ts';
import { useLocale } from '../../i18n/useLanguage.ts';
import { ChipPopover } from '../ChipPopover.tsx';

/** Who records and since when: as long as somebody does, wherever the call is to be seen. */
export function RecordingSigns({ call, small = false }: { call: ClientCall; small?: boolean }) {
  const { mine, theirs } = call.recordings;
  return (
    <>
      {mine !== null && mine.state !== 'asking' && (
        <Sign call={call} who="me" since={mine.since} small={small} />
      )}
      {theirs?.state === 'on' && <Sign call={call} who="them" since={theirs.since} small={small} />}
    </>
  );
}

interface SignProps {
  call: ClientCall;
  who: 'me' | 'them';
  /** By the server's clock. */
  since: number;
  small: boolean;
}

function Sign({ call, who, since, small }: SignProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const cardea = useCardea();
  const run = useRun();
  const now = useNow(1_000);
  const here = since - cardea.server.clockOffset();
  const { name } = call.person;
  const time = clockTime(here, locale);
  const text = who === 'me' ? t('recording.byMe', { time }) : t('recording.byThem', { name, time });
  const dot = <span aria-hidden className="size-2.5 shrink-0 animate-pulse rounded-full bg-[#ff5a45]" />;
  if (small) {
    return (
      <span role="img" aria-label={text} title={text} data-testid={testIds.recordingSign} data-who={who}>
        {dot}
      </span>
    );
  }
  const end = (): void => {
    if (who === 'them') cardea.recordings.answer(call.id, false);
    else if (call.recordings.mine !== null) run(cardea.recordings.stop(call.recordings.mine.id));
  };
  return (
    <ChipPopover
      label={text}
      chip={
        <button
          type="button"
          data-testid={testIds.recordingSign}
          data-who={who}
          aria-label={text}
          className="flex min-h-11 shrink-0 items-center gap-2 rounded-full bg-[#4a1109]/90 px-3.5 text-sm font-medium text-white shadow-float hover:bg-[#5c160c]"
        >
          {dot}
          <span className="font-semibold tracking-wide">{t('recording.sign')}</span>
          <span className="max-w-36 truncate max-sm:hidden">
            {who === 'me' ? t('recording.byMeShort') : t('recording.byThemShort', { name })}
          </span>
          <time dateTime={new Date(here).toISOString()} className="tabular">
            {timer(now - here)}
          </time>
        </button>
      }
    >
      <p className="font-semibold">{text}</p>
      {who === 'them' && call.recordings.theirs !== null && (
        <p className="mt-1.5 text-sm text-soft">{t(`recording.askWhat.${call.recordings.theirs.subject}`)}</p>
      )}
      <div className="mt-4">
        <Button wide onClick={end}>
          {t(who === 'me' ? 'recording.stop' : 'recording.withdraw')}
        </Button>
      </div>
    </ChipPopover>
  );
}
