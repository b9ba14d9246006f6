import { CircleAlert, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFullScreen } from '../call/useFullScreen.ts';
import { useIdle } from '../call/useIdle.ts';
import { Spinner } from '../design/Spinner.tsx';
import { testIds } from '../design/testIds.ts';
import { AudioStage, type PlayedPerson } from './AudioStage.tsx';
import { captureFrame } from './captureFrame.ts';
import { PlayerControls } from './PlayerControls.tsx';
import type { PlayerAction } from './playerKeys.ts';
import { PlayerKeysDialog } from './PlayerKeysDialog.tsx';
import { useFrames } from './useFrames.ts';
import { useMediaElement } from './useMediaElement.ts';
import { usePlayerKeys } from './usePlayerKeys.ts';

interface PlayerProps {
  /** What is played, for its drawing where there is no picture. */
  id: string;
  title: string;
  src: string;
  picture: boolean;
  people: readonly PlayedPerson[];
  poster?: string | null;
  /** Milliseconds, as far as it is known before the file says so. */
  duration: number | null;
  autoPlay?: boolean;
  /** Keeps the picture shown at this time, seconds. `null` where nobody can keep one. */
  onScreenshot: ((picture: Blob, time: number) => void) | null;
}

/** Milliseconds after which the controls of a picture hide. */
const hidesAfter = 3_000;

/** Plays a recording or a message, in a dark room of its own. */
export function Player(props: PlayerProps) {
  const { id, title, src, picture, people, poster, duration, autoPlay = false, onScreenshot } = props;
  const { t } = useTranslation();
  const [state, control] = useMediaElement((duration ?? 0) / 1_000);
  const { element, attach, toggle } = control;
  const step = useFrames(element);
  const fullScreen = useFullScreen();
  const [menu, setMenu] = useState(false);
  const [help, setHelp] = useState(false);
  const idle = useIdle(hidesAfter, !picture || !state.playing || menu || help);
  const canKeep = picture && onScreenshot !== null;

  // What is in full screen is the page of the player; elsewhere it would be in the way.
  useEffect(
    () => () => {
      if (document.fullscreenElement !== null) void document.exitFullscreen();
    },
    [],
  );

  const keep = (): void => {
    if (onScreenshot === null || !(element instanceof HTMLVideoElement)) return;
    const time = element.currentTime;
    void captureFrame(element).then((frame) => {
      if (frame !== null) onScreenshot(frame, time);
    });
  };
  usePlayerKeys((action: PlayerAction) => {
    switch (action.type) {
      case 'play':
        return toggle();
      case 'seek':
        return control.seekBy(action.by);
      case 'frame':
        return picture ? step(action.by) : undefined;
      case 'volume':
        return control.changeVolume(action.by);
      case 'mute':
        return control.toggleMute();
      case 'speed':
        return control.changeRate(action.by);
      case 'full-screen':
        return picture ? fullScreen.toggle() : undefined;
      case 'screenshot':
        return keep();
      case 'help':
        return setHelp(true);
    }
  });

  const media = {
    src,
    autoPlay,
    preload: 'metadata',
    'aria-label': title,
    ref: attach,
  } as const;
  return (
    <section
      data-theme="room"
      data-testid={testIds.player}
      data-playing={state.playing}
      aria-label={t('library.player.label', { title })}
      className={`relative min-h-0 flex-1 overflow-hidden bg-black text-ink ${idle ? 'cursor-none' : ''}`}
    >
      {picture ? (
        <video
          {...media}
          playsInline
          poster={poster ?? undefined}
          onClick={toggle}
          onDoubleClick={fullScreen.toggle}
          className="absolute inset-0 size-full object-contain"
        />
      ) : (
        <>
          <audio {...media} />
          <AudioStage
            id={id}
            people={people}
            element={element}
            playing={state.playing}
            duration={state.duration}
          />
        </>
      )}
      {!state.playing && !state.begun && !state.failed && picture && (
        <button
          type="button"
          aria-label={t('library.player.play')}
          onClick={toggle}
          className="absolute top-1/2 left-1/2 grid size-20 -translate-1/2 place-items-center rounded-full bg-black/60 text-white backdrop-blur-sm transition-transform hover:scale-105 [&_svg]:size-9 [&_svg]:translate-x-0.5 [&_svg]:fill-current"
        >
          <Play />
        </button>
      )}
      {state.stalled && (
        <span className="pointer-events-none absolute top-1/2 left-1/2 -translate-1/2 [&_svg]:size-12">
          <Spinner />
        </span>
      )}
      {state.failed && (
        <div
          role="alert"
          className="absolute inset-0 grid place-content-center justify-items-center gap-2 bg-black/80 p-8 pb-32 text-center"
        >
          <CircleAlert aria-hidden className="size-10 text-brass" />
          <p className="text-lg font-semibold">{t('library.player.failed')}</p>
          <p className="max-w-md text-soft">{t('library.player.failedHint')}</p>
        </div>
      )}
      <div
        className={`absolute inset-x-0 bottom-0 bg-linear-to-t from-black/90 via-black/60 to-transparent px-3 pt-12 pb-[max(0.75rem,env(safe-area-inset-bottom))] transition-opacity duration-300 sm:px-6 ${idle ? 'pointer-events-none opacity-0' : ''}`}
      >
        <div className="mx-auto max-w-6xl">
          <PlayerControls
            state={state}
            control={control}
            fullScreen={fullScreen}
            onScreenshot={canKeep ? keep : null}
            onHelp={() => setHelp(true)}
            onMenu={setMenu}
          />
        </div>
      </div>
      {help && <PlayerKeysDialog screenshots={canKeep} onClose={() => setHelp(false)} />}
    </section>
  );
}
