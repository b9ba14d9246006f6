import type { ChatMessage, FileTransfer } from '@cardea/client';
import type { FileDescription } from '@cardea/protocol';
import { Download, File, X } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { testIds } from '../design/testIds.ts';
import { fileSize } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';

/** Pictures that browsers draw safely; everything else, SVG included, is only offered for saving. */
const pictures = /^image\/(png|jpeg|gif|webp|avif)$/;

/** A file in a bubble: offered, on its way, or here. */
export function FileCard({ message, file }: { message: ChatMessage; file: FileDescription }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const cardea = useCardea();
  const run = useRun();
  const { transfer } = message;
  const moves = transfer !== null && ['moving', 'paused', 'verifying'].includes(transfer.state);
  const offeredToMe = transfer?.state === 'offered' && transfer.direction === 'down';
  const cancellable = moves || (transfer?.state === 'offered' && transfer.direction === 'up');
  const shown = transfer?.state === 'done' && transfer.url !== null && pictures.test(file.mimeType);
  const tinted = message.mine ? 'bg-accent-ink/15' : 'bg-sunken';

  return (
    <div data-testid={testIds.transfer} data-state={transfer?.state} className="w-72 max-w-full py-1">
      {shown && (
        <img
          src={transfer.url ?? ''}
          alt={t('file.picture', { name: file.name })}
          className="mb-2 max-h-64 w-full rounded-xl bg-black/10 object-contain"
        />
      )}
      <div className="flex items-center gap-3">
        <span className={`grid size-11 shrink-0 place-items-center rounded-xl ${tinted}`}>
          <File aria-hidden className="size-5" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium" title={file.name}>
            {file.name}
          </span>
          <span className="block text-xs tabular">{describe(file, transfer, t, locale)}</span>
        </span>
        {cancellable && (
          <button
            type="button"
            aria-label={t('file.cancel')}
            onClick={() => run(cardea.chat.cancelFile(transfer.id))}
            className="grid size-9 shrink-0 place-items-center rounded-full hover:bg-black/10 pointer-coarse:size-11"
          >
            <X aria-hidden className="size-5" />
          </button>
        )}
        {transfer?.state === 'done' && transfer.url !== null && transfer.direction === 'down' && (
          <a
            href={transfer.url}
            download={file.name}
            aria-label={t('file.download', { name: file.name })}
            className={`grid size-10 shrink-0 place-items-center rounded-full pointer-coarse:size-11 ${tinted}`}
          >
            <Download aria-hidden className="size-5" />
          </a>
        )}
      </div>
      {moves && (
        <progress
          aria-label={t('file.progress', { name: file.name })}
          max={Math.max(1, file.size)}
          value={transfer.transferred}
          className={`mt-2.5 block h-1.5 w-full overflow-hidden rounded-full [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-current [&::-moz-progress-bar]:bg-current ${tinted}`}
        />
      )}
      {offeredToMe && (
        <div className="mt-3 grid grid-cols-2 gap-2">
          <button
            type="button"
            onClick={() => run(cardea.chat.cancelFile(transfer.id))}
            className="min-h-10 rounded-xl bg-sunken font-medium hover:bg-line pointer-coarse:min-h-11"
          >
            {t('file.decline')}
          </button>
          <button
            type="button"
            onClick={() => run(cardea.chat.acceptFile(transfer.id))}
            className="min-h-10 rounded-xl bg-accent font-medium text-accent-ink hover:bg-accent-strong pointer-coarse:min-h-11"
          >
            {t('file.accept')}
          </button>
        </div>
      )}
    </div>
  );
}

function describe(
  file: FileDescription,
  transfer: FileTransfer | null,
  t: TFunction,
  locale: string,
): string {
  const size = fileSize(file.size, locale);
  if (transfer === null) return `${size} · ${t('file.gone')}`;
  switch (transfer.state) {
    case 'offered':
      return `${size} · ${transfer.direction === 'up' ? t('file.offeredUp') : t('file.offeredDown')}`;
    case 'moving': {
      const done = t('file.moving', { done: fileSize(transfer.transferred, locale), size });
      return `${done} · ${t('file.speed', { speed: fileSize(transfer.speed, locale) })}`;
    }
    default:
      return `${size} · ${t(`file.${transfer.state}`)}`;
  }
}
