import type { ServerCheck as RunningCheck } from '@cardea/client';
import { Headphones, RadioTower, Square } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { StreamSound } from '../app/StreamSound.tsx';
import { Button } from '../design/Button.tsx';
import { Spinner } from '../design/Spinner.tsx';
import { StreamVideo } from '../design/StreamVideo.tsx';
import { testIds } from '../design/testIds.ts';

/** Sees and hears oneself as the others would by way of the server, with the time it takes there and back. */
export function ServerCheck({ streams }: { streams: readonly (MediaStream | null)[] }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const [check, setCheck] = useState<RunningCheck | null>(null);
  const sent = streams.filter((stream) => stream !== null);

  // With the dialog, or with the devices it shows.
  const key = sent.map(({ id }) => id).join(' ');
  useEffect(() => () => setCheck(null), [key]);
  useEffect(() => () => check?.stop(), [check]);

  return (
    <section aria-label={t('devices.server.title')} className="border-t border-line pt-4">
      <h3 className="font-medium">{t('devices.server.title')}</h3>
      <p className="mt-1 text-sm text-soft">{t('devices.server.hint')}</p>
      {check === null ? (
        <div className="mt-3">
          <Button
            size="sm"
            icon={<RadioTower />}
            disabled={sent.length === 0}
            onClick={() => setCheck(cardea.devices.startServerCheck(sent))}
          >
            {t('devices.server.start')}
          </Button>
        </div>
      ) : (
        <Running key={key} check={check} onStop={() => setCheck(null)} />
      )}
    </section>
  );
}

function Running({ check, onStop }: { check: RunningCheck; onStop: () => void }) {
  const { t } = useTranslation();
  const { status, stream, roundTrip } = useSyncExternalStore(check.store.subscribe, check.store.getState);
  const hasPicture = stream !== null && stream.getVideoTracks().length > 0;
  if (status === 'failed') {
    return (
      <div role="alert" className="mt-3 rounded-2xl bg-brass-wash p-4 text-sm">
        <p className="font-semibold">{t('devices.server.failed')}</p>
        <p className="mt-1">{t('devices.server.failedHint')}</p>
        <button type="button" className="mt-2 min-h-8 font-semibold text-brass underline" onClick={onStop}>
          {t('common.close')}
        </button>
      </div>
    );
  }
  return (
    <div className="mt-3 flex flex-col gap-3">
      <div className="relative aspect-video overflow-hidden rounded-2xl bg-[#151b18] text-[#b1bcb6]">
        {hasPicture && (
          <StreamVideo
            stream={stream}
            testId={testIds.echoVideo}
            label={t('devices.server.picture')}
            className="size-full object-cover mirror"
          />
        )}
        {!hasPicture && (
          <span className="grid size-full place-items-center text-sm">
            {status === 'connecting' ? <Spinner /> : t('devices.cameraIsOff')}
          </span>
        )}
      </div>
      {stream !== null && <StreamSound stream={stream} testId={testIds.echoAudio} />}
      <p role="status" className="flex items-center justify-between gap-3 text-sm">
        <span className="flex items-center gap-2 text-soft">
          <Headphones aria-hidden className="size-4 shrink-0" />
          {t('devices.server.headphones')}
        </span>
        <span className="shrink-0 font-medium tabular" data-testid={testIds.echoRoundTrip}>
          {roundTrip === null
            ? ''
            : t('devices.server.roundTrip', { ms: Math.max(1, Math.round(roundTrip)) })}
        </span>
      </p>
      <div>
        <Button size="sm" icon={<Square />} onClick={onStop}>
          {t('devices.server.stop')}
        </Button>
      </div>
    </div>
  );
}
