import type { ClientCall } from '@cardea/client';
import { MessageCircle, Mic, Phone, Video, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useServerKeeps } from '../app/cardea.ts';
import { navigate } from '../app/navigation.ts';
import { usePreferences } from '../app/preferences.ts';
import { useRun } from '../app/useRun.ts';
import { Avatar } from '../design/Avatar.tsx';
import { Button } from '../design/Button.tsx';
import { duration } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { playTone, useSound } from '../ring/sound.ts';
import { openMessageDialog } from '../message/messageDialog.ts';
import { endHint } from './endHint.ts';

/** Why it is over, and what one may want next. */
export function EndScreen({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const cardea = useCardea();
  const run = useRun();
  const keeps = useServerKeeps();
  const { person, kind, end } = call;
  const reason = end?.reason ?? 'hung-up';
  const again = (): void => {
    cardea.calls.dismiss(call.id);
    run(cardea.calls.ring(person, kind));
  };

  useEffect(() => {
    if (!usePreferences.getState().ringSounds || !useSound.getState().unlocked) return undefined;
    return playTone(reason === 'busy' ? 'busy' : 'ended');
  }, [reason]);

  return (
    <div className="grid flex-1 place-items-center overflow-y-auto bg-[radial-gradient(ellipse_at_50%_35%,#1a2622,transparent_65%)] p-6">
      <div className="flex w-full max-w-sm animate-rise flex-col items-center text-center">
        <span className="opacity-80 saturate-50">
          <Avatar person={person} size="xl" />
        </span>
        <p className="mt-5 max-w-full text-soft wrap-anywhere">{person.name}</p>
        <h1 className="mt-1 text-3xl font-semibold tracking-tight">{t(`end.title.${reason}`)}</h1>
        <p className="mt-2 text-pretty text-soft">{t(endHint(call), { name: person.name })}</p>
        {end !== null && end.duration > 0 && (
          <p className="mt-3 rounded-full bg-raised px-4 py-1.5 text-sm tabular">
            {t('end.duration', { time: duration(end.duration, locale) })}
          </p>
        )}
        <div className="mt-8 grid w-full gap-2.5">
          <Button look="primary" size="lg" icon={kind === 'video' ? <Video /> : <Phone />} onClick={again}>
            {t('end.again')}
          </Button>
          {keeps && leavesMessage(call) && (
            <div className="grid grid-cols-2 gap-2.5">
              <Button size="lg" icon={<Mic />} onClick={() => openMessageDialog(person, false, 'room')}>
                {t('recording.message.voiceShort')}
              </Button>
              <Button size="lg" icon={<Video />} onClick={() => openMessageDialog(person, true, 'room')}>
                {t('recording.message.videoShort')}
              </Button>
            </div>
          )}
          <Button
            size="lg"
            icon={<MessageCircle />}
            onClick={() => {
              cardea.calls.dismiss(call.id);
              navigate({ page: 'conversation', person: person.id });
            }}
          >
            {t('common.message')}
          </Button>
          <Button size="lg" look="plain" icon={<X />} autoFocus onClick={() => cardea.calls.dismiss(call.id)}>
            {t('common.close')}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Whoever did not reach somebody may say what it was about. */
function leavesMessage({ direction, end, connectedAt }: ClientCall): boolean {
  if (direction !== 'outgoing' || connectedAt !== null) return false;
  return end !== null && ['no-answer', 'offline', 'busy', 'declined'].includes(end.reason);
}
