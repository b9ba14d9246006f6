import type { LibraryEntry, UploadState } from '@cardea/client';
import type { TFunction } from 'i18next';
import { bodyText } from '../app/errorText.ts';
import { ago, fileSize } from '../i18n/format.ts';

/** Who is in it besides oneself; "From Ann" for what is shared. */
export function peopleText({ item, owner }: LibraryEntry, me: string, t: TFunction, locale: string): string {
  if (owner !== null) return t('library.from', { name: owner.name });
  const names = item.people.filter(({ id }) => id !== me).map(({ name }) => name);
  return new Intl.ListFormat(locale, { style: 'narrow', type: 'conjunction' }).format(names);
}

/** `Ann · 2 hours ago · 212 MB` */
export function detailText(
  entry: LibraryEntry,
  me: string,
  now: number,
  t: TFunction,
  locale: string,
): string {
  const { recordedAt, size } = entry.item;
  return [peopleText(entry, me, t, locale), ago(recordedAt, now, locale), fileSize(size, locale)]
    .filter((part) => part !== '')
    .join(' · ');
}

/** How far an upload has come, 0 to 1; `null` where that is not known. */
export function uploadShare(upload: UploadState): number | null {
  if (upload.status === 'failed' || upload.status === 'verifying') return null;
  return upload.total === 0 ? 0 : upload.done / upload.total;
}

export function uploadText(upload: UploadState, t: TFunction, locale: string): string {
  const percent = Math.floor((uploadShare(upload) ?? 0) * 100);
  switch (upload.status) {
    case 'uploading':
      return t('library.upload.uploading', {
        done: fileSize(upload.done, locale),
        total: fileSize(upload.total, locale),
        speed: fileSize(upload.speed, locale),
      });
    case 'paused':
      return t('library.upload.paused', { percent });
    case 'failed':
      return `${t('library.upload.failed')} – ${bodyText(upload.error, t)}`;
    case 'preparing':
    case 'verifying':
    case 'waiting':
      return t(`library.upload.${upload.status}`);
  }
}
