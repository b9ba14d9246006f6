import type { ClientCall } from '@cardea/client';
import { Circle, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ControlButton } from '../ControlButton.tsx';
import { useRecordToggle } from './useRecordToggle.ts';

/** Opens the choice of what to record; while one records, ends it. */
export function RecordButton({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const toggle = useRecordToggle(call);
  const on = call.recordings.mine !== null;
  return (
    <ControlButton
      label={on ? t('recording.stop') : t('recording.record')}
      short={on ? t('recording.stopShort') : t('recording.recordShort')}
      icon={on ? <Square className="fill-current" /> : <Circle className="fill-[#ff6b57] text-[#ff6b57]" />}
      look={on ? 'active' : 'plain'}
      aria-pressed={on}
      disabled={call.stage !== 'connected'}
      onClick={toggle}
    />
  );
}
