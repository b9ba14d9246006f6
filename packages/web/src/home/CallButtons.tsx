import type { Person } from '@cardea/protocol';
import { Phone, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { IconButton } from '../design/IconButton.tsx';

interface CallButtonsProps {
  person: Person;
  /** In a list the name has to be part of the label, in a header it is clear who is meant. */
  named?: boolean;
}

export function CallButtons({ person, named = false }: CallButtonsProps) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const suffix = named ? ` – ${person.name}` : '';
  return (
    <span className="flex shrink-0">
      <IconButton
        label={`${t('common.voiceCall')}${suffix}`}
        icon={<Phone />}
        size={named ? 'sm' : 'md'}
        look={named ? 'plain' : 'accent'}
        onClick={() => run(cardea.calls.ring(person, 'audio'))}
      />
      <IconButton
        label={`${t('common.videoCall')}${suffix}`}
        icon={<Video />}
        size={named ? 'sm' : 'md'}
        look={named ? 'plain' : 'accent'}
        onClick={() => run(cardea.calls.ring(person, 'video'))}
      />
    </span>
  );
}
