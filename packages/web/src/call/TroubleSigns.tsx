import type { ClientCall } from '@cardea/client';
import { useTranslation } from 'react-i18next';
import { Spinner } from '../design/Spinner.tsx';
import { testIds } from '../design/testIds.ts';
import type { Trouble } from './trouble.ts';

/** Own trouble is a yellow banner, theirs a quiet hint on the picture. The server's is a chip in the top bar. */
export function TroubleSigns({ call, trouble }: { call: ClientCall; trouble: Trouble }) {
  const { t } = useTranslation();
  if (trouble.media === null) {
    return <span hidden data-testid={testIds.linkState} data-link={call.link} />;
  }
  const mine = trouble.media === 'mine';
  return (
    <p
      role="status"
      data-testid={testIds.linkState}
      data-link={call.link}
      className={`flex animate-rise items-center gap-3 rounded-full px-5 py-2.5 text-sm font-medium shadow-float max-sm:mt-10 ${mine ? 'bg-[#f5cf7b] text-[#2b1f04]' : 'bg-black/70 text-white'}`}
    >
      <Spinner />
      {mine ? t('call.reconnecting') : t('call.frozen', { name: call.person.name })}
    </p>
  );
}
