import type { MessageBody } from '@cardea/protocol';
import { CircleAlert, Maximize2, Pause, Play, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useLibrary } from '../app/cardea.ts';
import { useShowPage } from '../call/useShowPage.ts';
import { Spinner } from '../design/Spinner.tsx';
import { testIds } from '../design/testIds.ts';
import { timer } from '../i18n/format.ts';
import { useMediaElement, type MediaControl, type MediaState } from '../player/useMediaElement.ts';
import { MessageBars } from './MessageBars.tsx';
import { useRecording, type Recording } from './useRecording.ts';

interface RecordingCardProps {
  body: Extract<MessageBody, { type: 'recording' }>;
  mine: boolean;
}

/** A voice or video message in its bubble. */
export function RecordingCard({ body, mine }: RecordingCardProps) {
  const { t } = useTranslation();
  const { library } = useCardea();
  const { item, picture, duration } = body;
  const [recording, open] = useRecording(item);
  const [state, control] = useMediaElement(duration / 1_000);
  const played = useLibrary((one) => one.played.has(item));
  const unplayed = !mine && !played && recording.status !== 'gone';
  const { element } = control;
  const wanted = useRef(false);

  // Opened by a click, it plays as soon as it is there.
  useEffect(() => {
    if (!wanted.current || element === null) return;
    wanted.current = false;
    element.play().catch(() => undefined);
  }, [element]);

  const press = (): void => {
    if (recording.status === 'open') {
      control.toggle();
      return;
    }
    wanted.current = true;
    open();
  };
  const onPlay = (): void => {
    if (!mine) library.markPlayed(item);
  };

  if (recording.status === 'gone') {
    return (
      <span
        data-testid={testIds.recording}
        data-state="gone"
        className="flex items-center gap-2.5 py-1 italic opacity-80"
      >
        <Trash2 aria-hidden className="size-4.5 shrink-0" />
        {t('library.message.gone')}
      </span>
    );
  }
  const parts = { body, recording, state, control, press, onPlay, mine, unplayed };
  return (
    <div
      data-testid={testIds.recording}
      data-state={state.playing ? 'playing' : recording.status}
      className="w-64 max-w-full py-1"
    >
      {picture ? <VideoMessage {...parts} /> : <VoiceMessage {...parts} />}
      {recording.status === 'away' && (
        <p role="alert" className="mt-1.5 flex items-center gap-1.5 text-xs">
          <CircleAlert aria-hidden className="size-4 shrink-0" />
          {t('library.message.away')}
        </p>
      )}
    </div>
  );
}

interface Parts extends RecordingCardProps {
  recording: Recording;
  state: MediaState;
  control: MediaControl;
  press: () => void;
  onPlay: () => void;
  unplayed: boolean;
}

function VoiceMessage({ body, recording, state, control, press, onPlay, mine, unplayed }: Parts) {
  const { t } = useTranslation();
  const { attach } = control;
  const { time, begun, playing } = state;
  return (
    <div className="flex items-center gap-3">
      <button
        type="button"
        aria-label={t(playing ? 'library.message.pause' : 'library.message.play')}
        onClick={press}
        className={`grid size-11 shrink-0 place-items-center rounded-full transition-transform hover:scale-105 [&_svg]:size-5 ${mine ? 'bg-accent-ink text-accent focus-visible:outline-accent-ink' : 'bg-accent text-accent-ink'}`}
      >
        {recording.status === 'loading' ? (
          <Spinner />
        ) : playing ? (
          <Pause className="fill-current" />
        ) : (
          <Play className="translate-x-px fill-current" />
        )}
      </button>
      <span className="min-w-0 flex-1">
        <MessageBars id={body.item} state={state} control={control} />
        <span className="mt-1 flex items-center gap-2 text-xs tabular">
          {timer(begun ? time * 1_000 : body.duration)}
          <span className="flex-1 truncate opacity-80">{t('library.message.voice')}</span>
          {unplayed && <Unplayed />}
        </span>
      </span>
      {recording.status === 'open' && (
        <audio
          ref={attach}
          src={recording.url}
          preload="metadata"
          aria-label={t('library.message.voice')}
          onPlay={onPlay}
        />
      )}
    </div>
  );
}

function VideoMessage({ body, recording, state, control, press, onPlay, unplayed }: Parts) {
  const { t } = useTranslation();
  const thumbnail = useLibrary(
    ({ entries }) => entries.find(({ item }) => item.id === body.item)?.thumbnail ?? null,
  );
  const showPage = useShowPage();
  const { attach } = control;
  const { playing, time, duration, begun } = state;
  return (
    <>
      <div className="relative -mx-2 aspect-[4/3] overflow-hidden rounded-2xl bg-black">
        {recording.status === 'open' ? (
          <video
            ref={attach}
            src={recording.url}
            poster={thumbnail ?? undefined}
            preload="metadata"
            playsInline
            aria-label={t('library.message.video')}
            onPlay={onPlay}
            className="absolute inset-0 size-full object-cover"
          />
        ) : (
          thumbnail !== null && (
            <img src={thumbnail} alt="" className="absolute inset-0 size-full object-cover" />
          )
        )}
        <button
          type="button"
          aria-label={t(playing ? 'library.message.pause' : 'library.message.play')}
          onClick={press}
          className="group absolute inset-0 grid place-items-center rounded-2xl text-white focus-visible:-outline-offset-4 focus-visible:outline-white"
        >
          <span
            className={`grid size-14 place-items-center rounded-full bg-black/60 backdrop-blur-sm transition [&_svg]:size-6 ${playing ? 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100' : ''}`}
          >
            {recording.status === 'loading' ? (
              <Spinner />
            ) : playing ? (
              <Pause className="fill-current" />
            ) : (
              <Play className="translate-x-px fill-current" />
            )}
          </span>
        </button>
        <button
          type="button"
          aria-label={t('library.menu.open')}
          title={t('library.menu.open')}
          onClick={() => showPage({ page: 'library', item: body.item })}
          className="absolute top-2 right-2 grid size-9 place-items-center rounded-full bg-black/60 text-white focus-visible:outline-white pointer-coarse:size-11 [&_svg]:size-4"
        >
          <Maximize2 />
        </button>
        <span className="pointer-events-none absolute bottom-2 left-2 rounded-lg bg-black/70 px-1.5 py-0.5 text-xs font-medium text-white tabular">
          {timer(begun ? time * 1_000 : body.duration)}
        </span>
        <span className="pointer-events-none absolute inset-x-0 bottom-0 h-1 bg-white/25">
          <span
            className="block h-full origin-left bg-white"
            style={{ transform: `scaleX(${duration === 0 ? 0 : time / duration})` }}
          />
        </span>
      </div>
      <span className="mt-1.5 flex items-center gap-2 text-xs">
        <span className="flex-1 truncate opacity-80">{t('library.message.video')}</span>
        {unplayed && <Unplayed />}
      </span>
    </>
  );
}

function Unplayed() {
  const { t } = useTranslation();
  return (
    <span
      role="img"
      aria-label={t('library.message.unplayed')}
      title={t('library.message.unplayed')}
      className="size-2.5 shrink-0 rounded-full bg-accent"
    />
  );
}
