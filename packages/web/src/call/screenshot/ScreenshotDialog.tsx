import type { ClientCall } from '@cardea/client';
import { Check, Copy, Download, Library } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useMe } from '../../app/cardea.ts';
import { toast } from '../../app/toasts.ts';
import { useRun } from '../../app/useRun.ts';
import { Button, LinkButton } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { useLocale } from '../../i18n/useLanguage.ts';
import { closeScreenshot, type Screenshot } from './screenshot.ts';

/** The picture that was taken, and where it may go. */
export function ScreenshotDialog({ call, shot }: { call: ClientCall; shot: Screenshot }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const cardea = useCardea();
  const me = useMe();
  const run = useRun();
  const [copied, setCopied] = useState(false);
  const { picture, url, width, height, name, at } = shot;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
  const title = t('recording.picture.of', { name, when });

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
      setCopied(true);
    } catch {
      toast(t('recording.picture.copyFailed'), { tone: 'problem' });
    }
  };
  const keep = async (): Promise<void> => {
    await cardea.library.keepScreenshot(picture, { title, call: call.id, people: [call.person, me] });
    toast(t('recording.picture.kept'));
    closeScreenshot();
  };
  return (
    <Dialog
      title={t('recording.picture.title')}
      hint={t('recording.picture.size', { width, height })}
      onClose={closeScreenshot}
      theme="room"
      wide
    >
      <img
        src={url}
        alt={t('recording.picture.alt', { width, height })}
        width={width}
        height={height}
        className="mx-auto h-auto max-h-[55dvh] w-auto max-w-full rounded-xl bg-black object-contain"
      />
      <div className="mt-5 flex flex-wrap justify-end gap-2 max-sm:[&>*]:flex-1">
        <Button icon={copied ? <Check /> : <Copy />} onClick={() => void copy()}>
          {t(copied ? 'recording.picture.copied' : 'recording.picture.copy')}
        </Button>
        <LinkButton
          href={url}
          download={`${title.replaceAll(/[\\/:*?"<>|]/g, '-')}.png`}
          icon={<Download aria-hidden />}
        >
          {t('recording.picture.download')}
        </LinkButton>
        <Button look="primary" icon={<Library />} onClick={() => run(keep())}>
          {t('recording.picture.keep')}
        </Button>
      </div>
    </Dialog>
  );
}
