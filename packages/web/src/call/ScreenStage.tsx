import type { ClientCall } from '@cardea/client';
import { MonitorUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../app/cardea.ts';
import { PictureMenu } from './screenshot/PictureMenu.tsx';
import { StreamVideo } from '../design/StreamVideo.tsx';
import { testIds } from '../design/testIds.ts';
import { TheirState } from './TheirState.tsx';

interface ScreenStageProps {
  call: ClientCall;
  screen: { stream: MediaStream | null; whose: 'mine' | 'theirs' };
  theirs: ReactNode;
  chrome: boolean;
  theirPicture: MediaStream | null;
  myPicture: MediaStream | null;
  /** `false` while one's camera is off. */
  mine: ReactNode;
}

/** A shared screen takes the stage, uncropped; the cameras are a strip beside it, or above it on a phone. */
export function ScreenStage(props: ScreenStageProps) {
  const { call, screen, theirs, mine, chrome, theirPicture, myPicture } = props;
  const me = useMe();
  const { t } = useTranslation();
  const { name } = call.person;
  const text = screen.whose === 'mine' ? t('call.sharing') : t('call.theirScreen', { name });
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 px-3 pt-18 pb-28 md:flex-row-reverse">
      <div className="flex shrink-0 gap-3 max-md:h-24 md:w-48 md:flex-col xl:w-60">
        <div className="relative aspect-video overflow-hidden rounded-2xl bg-surface max-md:h-full">
          {theirs}
          <TheirState call={call} small />
          {chrome && theirPicture !== null && <Corner stream={theirPicture} name={name} />}
        </div>
        {mine !== false && (
          <div className="relative aspect-video overflow-hidden rounded-2xl bg-surface max-md:h-full">
            {mine}
            {chrome && myPicture !== null && <Corner stream={myPicture} name={me.name} />}
          </div>
        )}
      </div>
      <div className="relative min-h-0 min-w-0 flex-1 overflow-hidden rounded-2xl bg-black">
        <StreamVideo
          stream={screen.stream}
          testId={testIds.screenVideo}
          whose={screen.whose}
          label={text}
          className="size-full object-contain"
        />
        <p className="absolute top-3 left-3 flex items-center gap-2 rounded-full bg-black/65 px-3.5 py-1.5 text-sm text-white">
          <MonitorUp aria-hidden className="size-4 text-accent" />
          {text}
        </p>
        {chrome && screen.stream !== null && <Corner stream={screen.stream} name={text} />}
      </div>
    </div>
  );
}

function Corner({ stream, name }: { stream: MediaStream; name: string }) {
  return (
    <div className="absolute top-1.5 right-1.5">
      <PictureMenu stream={stream} name={name} />
    </div>
  );
}
