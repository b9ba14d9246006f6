import type { ClientCall } from '@cardea/client';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useMe } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { testIds } from '../design/testIds.ts';
import { CornerTile } from './CornerTile.tsx';
import { LastingVideo } from './LastingVideo.tsx';
import { PictureMenu } from './screenshot/PictureMenu.tsx';
import { PersonSurface } from './PersonSurface.tsx';
import { ScreenStage } from './ScreenStage.tsx';
import { TheirState } from './TheirState.tsx';
import { useSettled } from './useSettled.ts';

interface StageProps {
  call: ClientCall;
  /** Whether bars are shown now; the corner tile makes room for them. */
  chrome: boolean;
  theirTrouble: boolean;
  inPip: boolean;
  onBringBack: () => void;
}

/** The middle of the call: their picture large, mine in a corner, or a shared screen above both. */
export function Stage({ call, chrome, theirTrouble, inPip, onBringBack }: StageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [swapped, setSwapped] = useState(false);
  const { local, remote, person } = call;
  const theirPicture = remote.camera && !remote.hold && !call.heldByMe ? remote.cameraStream : null;
  const myPicture = local.camera.on && !call.heldByMe ? local.cameraStream : null;
  // Their picture follows their answer closely; until then nothing is rearranged for it.
  const connected = useSettled(call.stage === 'connected', 400);
  const waiting = !connected && theirPicture === null;

  if (call.heldByMe) return <HeldByMe call={call} />;
  if (inPip) {
    return (
      <div className="grid flex-1 place-items-center text-center">
        <div>
          <p className="mb-4 text-soft">{t('call.inPip')}</p>
          <Button onClick={onBringBack}>{t('call.bringBack')}</Button>
        </div>
      </div>
    );
  }

  const theirVideo = theirPicture !== null && (
    <LastingVideo
      stream={theirPicture}
      testId={testIds.remoteVideo}
      label={person.name}
      className={`size-full object-cover transition-[filter] duration-500 ${theirTrouble ? 'brightness-60 saturate-50' : ''}`}
    />
  );
  const myVideo = myPicture !== null && (
    <LastingVideo
      stream={myPicture}
      testId={testIds.selfVideo}
      label={t('common.you')}
      className="size-full object-cover mirror"
    />
  );
  const screen = remote.screen
    ? { stream: remote.screenStream, whose: 'theirs' as const }
    : local.screen.on
      ? { stream: local.screenStream, whose: 'mine' as const }
      : null;

  if (screen !== null) {
    return (
      <ScreenStage
        call={call}
        screen={screen}
        chrome={chrome}
        theirPicture={theirPicture}
        myPicture={myPicture}
        theirs={theirVideo || <PersonSurface person={person} call={call} size="small" />}
        mine={myVideo}
      />
    );
  }

  if (waiting) {
    return (
      <div className="relative flex-1">
        {/* No filter and no transparency of the video itself: both are computed again for each frame. */}
        {myVideo !== false && <div className="absolute inset-0">{myVideo}</div>}
        <div
          className={`absolute inset-0 ${myVideo === false ? '' : 'bg-linear-to-t from-black/85 via-black/55 to-black/75'}`}
        >
          <PersonSurface person={person} call={call} size="large" overPicture={myVideo !== false} />
        </div>
      </div>
    );
  }

  const large =
    swapped && myVideo !== false
      ? myVideo
      : theirVideo || <PersonSurface person={person} call={call} size="large" />;
  const small =
    myVideo === false
      ? null
      : swapped
        ? theirVideo || <PersonSurface person={person} call={call} size="small" />
        : myVideo;
  const [largePicture, smallPicture] =
    swapped && myPicture !== null ? [myPicture, theirPicture] : [theirPicture, myPicture];
  return (
    <div className="relative flex-1 overflow-hidden">
      <div className="absolute inset-0">{large}</div>
      {chrome && largePicture !== null && (
        <div className="absolute top-18 right-4 z-10">
          <PictureMenu stream={largePicture} name={largePicture === theirPicture ? person.name : me.name} />
        </div>
      )}
      <TheirState call={call} />
      {small !== null && (
        <CornerTile
          label={swapped ? t('call.selfSwapped', { name: person.name }) : t('call.self', { name: me.name })}
          name={swapped ? person.name : me.name}
          lifted={chrome}
          menu={
            chrome &&
            smallPicture !== null && (
              <PictureMenu stream={smallPicture} name={swapped ? person.name : me.name} />
            )
          }
          onTap={() => setSwapped(!swapped)}
        >
          {small}
        </CornerTile>
      )}
    </div>
  );
}

function HeldByMe({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  return (
    <div className="grid flex-1 place-items-center bg-[radial-gradient(ellipse_at_center,#1b2a25,transparent_70%)] text-center">
      <div className="flex flex-col items-center gap-3">
        <span className="grid size-24 place-items-center rounded-full bg-raised">
          <Pause aria-hidden className="size-10 text-brass" />
        </span>
        <p className="text-2xl font-semibold tracking-tight">{t('call.myHold')}</p>
        <p className="mb-3 text-soft">{call.person.name}</p>
        <Button
          look="primary"
          size="lg"
          icon={<Play />}
          onClick={() => run(cardea.calls.setHold(call.id, false))}
        >
          {t('call.resume')}
        </Button>
      </div>
    </div>
  );
}
