import type { ClientCall } from '@cardea/client';
import { MicOff, Pause, VideoOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** What the other person has switched off: in words, or as signs on a small picture. */
export function TheirState({ call, small = false }: { call: ClientCall; small?: boolean }) {
  const { t } = useTranslation();
  const { remote, person, stage, kind } = call;
  if (stage !== 'connected') return null;
  const { name } = person;
  const chips = remote.hold
    ? [{ icon: <Pause />, text: t('call.theirHold', { name }) }]
    : [
        ...(remote.microphone ? [] : [{ icon: <MicOff />, text: t('call.theyMuted', { name }) }]),
        ...(remote.camera || kind === 'audio'
          ? []
          : [{ icon: <VideoOff />, text: t('call.theirCameraOff', { name }) }]),
      ];
  if (chips.length === 0) return null;
  if (small) {
    return (
      <div className="absolute bottom-1.5 left-1.5 flex gap-1">
        {chips.map(({ text, icon }) => (
          <span
            key={text}
            title={text}
            className="grid size-6 place-items-center rounded-full bg-black/60 text-white [&_svg]:size-3.5"
          >
            {icon}
            <span className="sr-only">{text}</span>
          </span>
        ))}
      </div>
    );
  }
  return (
    <div className="absolute inset-x-4 bottom-30 flex flex-col items-center gap-2 sm:bottom-34">
      {chips.map((chip) => (
        <p
          key={chip.text}
          className="flex animate-appear items-center gap-2 rounded-full bg-black/60 px-4 py-1.5 text-sm text-white [&_svg]:size-4 [&_svg]:shrink-0"
        >
          {chip.icon}
          {chip.text}
        </p>
      ))}
    </div>
  );
}
