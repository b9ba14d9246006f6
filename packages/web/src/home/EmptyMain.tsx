import { DoorOpen, SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../app/dialogs.ts';
import { Button } from '../design/Button.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';

export function EmptyMain() {
  const { t } = useTranslation();
  return (
    <div className="grid flex-1 place-items-center">
      <EmptyState title={t('chat.pick')} hint={t('chat.pickHint')} art={<DoorArt className="h-44" />}>
        <Button icon={<DoorOpen />} onClick={() => openDialog('open-room')}>
          {t('nav.openRoom')}
        </Button>
        <Button icon={<SlidersHorizontal />} onClick={() => openDialog('device-check')}>
          {t('nav.checkDevices')}
        </Button>
      </EmptyState>
    </div>
  );
}
