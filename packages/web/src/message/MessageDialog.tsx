import { limits, type ItemId, type Person } from '@cardea/protocol';
import { Mic, RotateCcw, SendHorizontal, Square, Trash2 } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useNow } from '../app/useNow.ts';
import { useRun } from '../app/useRun.ts';
import { toast } from '../app/toasts.ts';
import { RecordingCard } from '../conversation/RecordingCard.tsx';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { LevelBar } from '../design/LevelBar.tsx';
import { Spinner } from '../design/Spinner.tsx';
import { StreamVideo } from '../design/StreamVideo.tsx';
import { testIds } from '../design/testIds.ts';
import { timer } from '../i18n/format.ts';
import { useMessageRecording } from './useMessageRecording.ts';

interface MessageDialogProps {
  person: Person;
  picture: boolean;
  onClose: () => void;
  theme?: 'room' | undefined;
}

/** Records a voice or video message, lets one hear it, and sends it. Closing it leaves nothing behind. */
export default function MessageDialog({ person, picture, onClose, theme }: MessageDialogProps) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { state, result, stop, again, discard } = useMessageRecording(picture);

  const close = useCallback((): void => {
    discard();
    onClose();
  }, [discard, onClose]);
  const send = ({ item, duration }: { item: ItemId; duration: number }): void => {
    run(cardea.chat.sendRecording(person.id, { item, picture, duration }));
    toast(t('recording.message.sent'));
    onClose();
  };

  return (
    <Dialog
      title={t(picture ? 'recording.message.titleVideo' : 'recording.message.titleVoice', {
        name: person.name,
      })}
      hint={t('recording.message.hint')}
      onClose={close}
      theme={theme}
    >
      {result !== null ? (
        <>
          <div className="flex justify-center rounded-2xl bg-accent p-4 text-accent-ink">
            <RecordingCard body={{ type: 'recording', picture, ...result }} mine />
          </div>
          <div className="mt-5 flex flex-wrap gap-2">
            <Button look="primary" icon={<SendHorizontal />} onClick={() => send(result)}>
              {t('recording.message.send')}
            </Button>
            <Button icon={<RotateCcw />} onClick={again}>
              {t('recording.message.again')}
            </Button>
            <Button look="dangerPlain" icon={<Trash2 />} onClick={close}>
              {t('recording.message.discard')}
            </Button>
          </div>
        </>
      ) : state.status === 'failed' ? (
        <>
          <p role="alert" className="rounded-2xl bg-sunken p-4">
            {t('recording.message.failed')}
          </p>
          <div className="mt-5">
            <Button icon={<RotateCcw />} onClick={again}>
              {t('common.retry')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <div
            className={`grid place-items-center overflow-hidden rounded-2xl bg-sunken ${picture ? 'aspect-video' : 'min-h-32 p-5'}`}
          >
            {state.since === null ? (
              <p role="status" className="flex items-center gap-3 text-soft">
                <Spinner />
                {t('recording.message.opening')}
              </p>
            ) : picture ? (
              <StreamVideo
                stream={state.stream}
                testId={testIds.selfVideo}
                label={t('recording.message.preview')}
                className="size-full object-cover mirror"
              />
            ) : (
              <div className="flex w-full max-w-80 items-center gap-4 rounded-2xl bg-raised p-4 shadow-sm">
                <Mic aria-hidden className="size-6 shrink-0 text-accent" />
                <div className="flex-1">
                  <LevelBar stream={state.sound} label={t('recording.message.level')} />
                </div>
              </div>
            )}
          </div>
          <div className="mt-4 flex items-center justify-between gap-4">
            {state.since === null ? <span /> : <Progress since={state.since} onLimit={stop} />}
            <Button
              look="primary"
              icon={<Square className="fill-current" />}
              busy={state.status === 'finishing'}
              disabled={state.status !== 'recording'}
              onClick={stop}
            >
              {t(state.status === 'finishing' ? 'recording.message.finishing' : 'recording.message.stop')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

/** How long it is, and how long it may be. */
function Progress({ since, onLimit }: { since: number; onLimit: () => void }) {
  const { t } = useTranslation();
  const passed = Math.min(useNow(250) - since, limits.messageDuration);
  const full = passed >= limits.messageDuration;
  useEffect(() => {
    if (full) onLimit();
  }, [full, onLimit]);
  return (
    <p className="flex items-center gap-2.5 tabular">
      <span aria-hidden className="size-2.5 animate-pulse rounded-full bg-hangup" />
      <span className="sr-only">{t('recording.message.recording')}</span>
      {t('recording.message.of', { time: timer(passed), limit: timer(limits.messageDuration) })}
    </p>
  );
}
