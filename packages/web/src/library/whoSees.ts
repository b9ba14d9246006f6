import type { TFunction } from 'i18next';

/** Names that are said before the rest is counted. */
const most = 3;

/** Who may see it now, in one sentence. */
export function whoSees(names: readonly string[], links: number, t: TFunction, locale: string): string {
  const rest = names.length - most;
  const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(
    rest > 0 ? [...names.slice(0, most), t('library.share.more', { count: rest })] : names,
  );
  if (names.length === 0 && links === 0) return t('library.share.onlyYou');
  if (links === 0) return t('library.share.youAndPeople', { names: list });
  if (names.length === 0) return t('library.share.youAndLinks', { count: links });
  return t('library.share.everybody', { count: links, names: list });
}
