import type { UnfinishedRecording } from '@cardea/client';
import { LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useLibrary } from '../app/cardea.ts';
import { toast } from '../app/toasts.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { ConfirmDialog } from '../design/ConfirmDialog.tsx';
import { ago, fileSize } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';

/** Recordings that were cut off, to be kept or discarded. */
export function UnfinishedBanner({ now }: { now: number }) {
  const unfinished = useLibrary((state) => state.unfinished);
  return unfinished.map((recording) => <Unfinished key={recording.id} recording={recording} now={now} />);
}

function Unfinished({ recording, now }: { recording: UnfinishedRecording; now: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { library } = useCardea();
  const run = useRun();
  const [asking, setAsking] = useState(false);
  const { id, recordedAt, size, progress } = recording;
  const title = recording.title === '' ? t('library.untitled') : recording.title;
  const percent = Math.round((progress ?? 0) * 100);

  const keep = async (): Promise<void> => {
    await library.keepUnfinished(id);
    toast(t('library.unfinished.kept', { title }));
  };

  return (
    <section
      aria-label={t('library.unfinished.title')}
      className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-3xl border border-brass/30 bg-brass-wash p-4 sm:px-5"
    >
      <LifeBuoy aria-hidden className="size-6 shrink-0 text-brass" />
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="font-semibold">{t('library.unfinished.title')}</h2>
        <p className="text-sm">
          <span className="font-medium">{title}</span> · {ago(recordedAt, now, locale)} ·{' '}
          {fileSize(size, locale)}
        </p>
        <p className="mt-0.5 text-sm text-pretty opacity-80">{t('library.unfinished.hint')}</p>
      </div>
      {progress === null ? (
        <div className="flex gap-2 max-sm:w-full max-sm:*:flex-1">
          <Button look="dangerPlain" onClick={() => setAsking(true)}>
            {t('library.unfinished.discard')}
          </Button>
          <Button look="primary" onClick={() => run(keep())}>
            {t('library.unfinished.keep')}
          </Button>
        </div>
      ) : (
        <div className="w-full sm:w-56">
          <p role="status" className="mb-1.5 text-sm tabular">
            {t('library.unfinished.making', { percent })}
          </p>
          <div
            role="progressbar"
            aria-label={t('library.unfinished.progress', { title })}
            aria-valuenow={percent}
            className="h-1.5 overflow-hidden rounded-full bg-black/10"
          >
            <div
              className="h-full w-full origin-left rounded-full bg-brass transition-transform duration-300"
              style={{ transform: `scaleX(${progress})` }}
            />
          </div>
        </div>
      )}
      {asking && (
        <ConfirmDialog
          title={t('library.unfinished.discardTitle')}
          hint={t('library.unfinished.discardHint')}
          action={t('library.unfinished.discard')}
          onClose={() => setAsking(false)}
          onConfirm={() => run(library.discardUnfinished(id))}
        />
      )}
    </section>
  );
}
