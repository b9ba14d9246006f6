import { useTranslation } from 'react-i18next';
import { Dialog } from '../design/Dialog.tsx';
import { DeviceTest } from './DeviceTest.tsx';

export default function DeviceCheckDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('devices.title')} hint={t('devices.hint')} onClose={onClose} wide>
      <DeviceTest />
    </Dialog>
  );
}
