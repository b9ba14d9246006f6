import type { ClientCall } from '@cardea/client';
import { FileText, Film } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';

/** Sharp letters or smooth movement: the encoder cannot give both, so one is asked before sharing. */
export function ShareDialog({ call, onClose }: { call: ClientCall; onClose: () => void }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const [detail, setDetail] = useState<'text' | 'motion'>('text');
  const choices = [
    { value: 'text', icon: <FileText />, title: t('call.shareText'), hint: t('call.shareTextHint') },
    { value: 'motion', icon: <Film />, title: t('call.shareMotion'), hint: t('call.shareMotionHint') },
  ] as const;
  return (
    <Dialog title={t('call.shareTitle')} hint={t('call.shareHint')} onClose={onClose} theme="room">
      <div role="radiogroup" aria-label={t('call.shareHint')} className="grid gap-3 sm:grid-cols-2">
        {choices.map(({ value, icon, title, hint }) => (
          <label
            key={value}
            className="flex flex-col gap-2 rounded-2xl border-2 border-line p-4 transition-colors hover:bg-raised has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent [&_svg]:size-6 [&_svg]:text-accent"
          >
            <input
              type="radio"
              name="share-detail"
              className="sr-only"
              checked={detail === value}
              onChange={() => setDetail(value)}
            />
            {icon}
            <span className="font-semibold">{title}</span>
            <span className="text-sm text-soft">{hint}</span>
          </label>
        ))}
      </div>
      <div className="mt-6">
        <Button
          look="primary"
          size="lg"
          wide
          onClick={() => {
            run(cardea.calls.startScreenShare(call.id, { detail }));
            onClose();
          }}
        >
          {t('call.shareStart')}
        </Button>
      </div>
    </Dialog>
  );
}
