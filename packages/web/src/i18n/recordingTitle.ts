import i18next from 'i18next';
import { localeFor, shownLanguage } from './language.ts';

/** What a recording is called until somebody gives it a better name. @param at milliseconds since 1970 */
export function recordingTitle({
  kind,
  people,
  at,
}: {
  kind: 'recording' | 'message';
  people: readonly { name: string }[];
  at: number;
}): string {
  const locale = localeFor(shownLanguage(i18next), navigator.languages);
  const names = new Intl.ListFormat(locale).format(people.map(({ name }) => name));
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  return i18next
    .t(kind === 'message' ? 'recording.messageTitle' : 'recording.callTitle', { names, when })
    .slice(0, 120);
}
