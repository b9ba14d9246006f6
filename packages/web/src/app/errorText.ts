import { CardeaError, type ErrorBody } from '@cardea/protocol';
import type { TFunction } from 'i18next';

/** What an error of any kind says to a person. */
export function errorText(error: unknown, t: TFunction): string {
  if (error instanceof CardeaError) return bodyText(error, t);
  return t('errors.unknown');
}

export function bodyText(
  body: Pick<ErrorBody, 'code'> & { retryAfter?: number | undefined },
  t: TFunction,
): string {
  return t(`errors.${body.code}`, { count: Math.ceil(body.retryAfter ?? 10) });
}
