import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { Button } from '../design/Button.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';

export function Unreachable() {
  const { t } = useTranslation();
  const cardea = useCardea();
  return (
    <main className="grid min-h-full place-items-center">
      <EmptyState title={t('start.unreachableTitle')} hint={t('start.unreachableHint')} art={<DoorArt />}>
        <Button look="primary" onClick={() => cardea.server.reconnect()}>
          {t('common.retry')}
        </Button>
      </EmptyState>
    </main>
  );
}
