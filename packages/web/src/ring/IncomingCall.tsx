import type { ClientCall } from '@cardea/client';
import { BellOff, Phone, PhoneOff, Video } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { usePreferences } from '../app/preferences.ts';
import { useRun } from '../app/useRun.ts';
import { Avatar } from '../design/Avatar.tsx';
import { testIds } from '../design/testIds.ts';
import { AnswerButton } from './AnswerButton.tsx';
import { WarmPicture } from './WarmPicture.tsx';
import { unlockSound, useSound } from './sound.ts';
import { useRingKeys } from './useRingKeys.ts';

/** Somebody rings: a card at the top right of a desktop, the whole screen of a phone. */
export function IncomingCall({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const card = useRef<HTMLDivElement>(null);
  const silent = useSound((state) => !state.unlocked);
  const wanted = usePreferences((state) => state.ringSounds);
  const { person, kind } = call;
  const accept = (): void => run(cardea.calls.accept(call.id, kind));
  const decline = (): void => run(cardea.calls.hangUp(call.id));
  useRingKeys(card, accept, decline);

  // The picture has to be there at once after Accept, so what shows it is loaded while it rings.
  useEffect(() => {
    void import('../call/CallSurface.tsx');
  }, []);

  return (
    <div
      ref={card}
      role="alertdialog"
      aria-labelledby="incoming-name"
      aria-describedby="incoming-kind"
      tabIndex={-1}
      data-theme="room"
      data-testid={testIds.incoming}
      data-call={call.id}
      className="fixed inset-0 z-40 flex animate-rise flex-col items-center overflow-hidden bg-[#0c1a17] text-white shadow-float outline-none sm:inset-auto sm:top-5 sm:right-5 sm:w-92 sm:rounded-[2rem] sm:border sm:border-white/12"
    >
      {call.remote.cameraStream !== null && <WarmPicture stream={call.remote.cameraStream} />}
      <div aria-hidden className="absolute inset-0 bg-linear-to-b from-[#17594f] to-transparent" />
      <div className="relative flex w-full flex-1 flex-col items-center justify-center gap-8 px-6 pt-10 sm:flex-row sm:justify-start sm:gap-4 sm:p-5 sm:pb-4">
        <span className="relative">
          <span aria-hidden className="arch absolute inset-0 animate-ripple bg-[#63c7b4]/40" />
          <span className="relative sm:hidden">
            <Avatar person={person} size="huge" />
          </span>
          <span className="relative hidden sm:block">
            <Avatar person={person} size="lg" />
          </span>
        </span>
        <div className="min-w-0 text-center sm:flex-1 sm:text-left">
          <p
            id="incoming-name"
            className="text-3xl leading-tight font-semibold tracking-tight wrap-anywhere sm:text-xl"
          >
            {person.name}
          </p>
          <p
            id="incoming-kind"
            className="mt-1 flex items-center justify-center gap-1.5 text-[#bfe3da] sm:justify-start"
          >
            {kind === 'video' ? (
              <Video aria-hidden className="size-4.5" />
            ) : (
              <Phone aria-hidden className="size-4.5" />
            )}
            {kind === 'video' ? t('ring.incomingVideo') : t('ring.incomingVoice')}
          </p>
        </div>
      </div>
      {silent && wanted && (
        <button
          type="button"
          onClick={unlockSound}
          className="relative mb-4 flex min-h-11 items-center gap-2 rounded-full bg-white/12 px-4 text-sm hover:bg-white/20 sm:mb-3"
        >
          <BellOff aria-hidden className="size-4.5" />
          {t('ring.enableSounds')}
        </button>
      )}
      <div className="relative flex w-full justify-evenly gap-2 px-4 pb-[max(3rem,env(safe-area-inset-bottom))] sm:px-5 sm:pb-5">
        <AnswerButton label={t('ring.decline')} icon={<PhoneOff />} look="decline" onClick={decline} />
        {kind === 'video' && (
          <AnswerButton
            label={t('ring.voiceOnly')}
            icon={<Phone />}
            look="voice"
            onClick={() => run(cardea.calls.accept(call.id, 'audio'))}
          />
        )}
        <AnswerButton
          label={t('ring.accept')}
          icon={kind === 'video' ? <Video /> : <Phone />}
          look="accept"
          onClick={accept}
        />
      </div>
      <p className="relative hidden pb-4 text-xs text-[#a9c9c1] pointer-fine:sm:block">{t('ring.keys')}</p>
    </div>
  );
}
