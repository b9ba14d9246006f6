import type { ClientCall } from '@cardea/client';
import type { Person } from '@cardea/protocol';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../design/Avatar.tsx';
import { personHue } from '../design/personColor.ts';
import { useSpeaking } from './useLoudness.ts';

interface PersonSurfaceProps {
  person: Person;
  call: ClientCall;
  size: 'large' | 'small';
  /** Stands before a picture, which is the background then. */
  overPicture?: boolean;
}

/** A person without a picture: in their doorway, with a light that follows the voice. */
export function PersonSurface({ person, call, size, overPicture = false }: PersonSurfaceProps) {
  const { t } = useTranslation();
  const { stage, remote } = call;
  const speaking = useSpeaking(
    remote.audioStream,
    stage === 'connected' && remote.microphone && !remote.hold,
  );
  const hue = personHue(person.id);
  const rings = stage === 'calling' || stage === 'ringing';
  return (
    <div
      className="grid size-full place-items-center"
      style={
        overPicture
          ? {}
          : { background: `radial-gradient(ellipse 70% 60% at 50% 45%, hsl(${hue} 30% 22%), transparent)` }
      }
    >
      <div className={`flex flex-col items-center text-center ${size === 'large' ? 'gap-6 px-6 pb-24' : ''}`}>
        <span className="relative">
          {rings && size === 'large' && (
            <>
              <span aria-hidden className="arch absolute inset-0 animate-ripple bg-white/15" />
              <span
                aria-hidden
                className="arch absolute inset-0 animate-ripple bg-white/15 [animation-delay:1.4s]"
              />
            </>
          )}
          <span
            className={`arch relative block transition-shadow duration-200 ${speaking ? 'shadow-[0_0_0_5px_var(--accent),0_0_60px_6px_color-mix(in_srgb,var(--accent)_45%,transparent)]' : ''}`}
          >
            <Avatar person={person} size={size === 'large' ? 'huge' : 'lg'} />
          </span>
        </span>
        {size === 'large' && (
          <span>
            <span className="block max-w-[90vw] text-3xl font-semibold tracking-tight wrap-anywhere sm:text-4xl">
              {person.name}
            </span>
            {stage !== 'connected' && (
              <span className="mt-2 block text-lg text-soft">{t(`call.stage.${stage}`)}</span>
            )}
          </span>
        )}
      </div>
    </div>
  );
}
