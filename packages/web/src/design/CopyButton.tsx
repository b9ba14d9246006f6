import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../app/toasts.ts';
import { Button } from './Button.tsx';

/** Copies a text. Where there is no clipboard (plain HTTP) the text is shown to be copied by hand. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    } catch {
      toast(text);
    }
  };
  return (
    <Button icon={copied ? <Check /> : <Copy />} onClick={() => void copy()}>
      {copied ? t('common.copied') : label}
    </Button>
  );
}
