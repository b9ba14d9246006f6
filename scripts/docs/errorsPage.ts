import { errorCatalogue } from '../../packages/protocol/src/errors.ts';

/** docs/errors.md: every error code, from the catalogue that server and client share. */
export function errorsPage(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([code, { status, what, todo }]) => `| \`${code}\` | ${status} | ${what} | ${todo} |`,
  );
  return [
    '# Errors',
    '',
    '<!-- Made from packages/protocol/src/errors.ts by `npm run docs`. -->',
    '',
    'Every request that fails, over HTTP (`{ "error": … }`) or the signalling socket (in the acknowledgement), says why with',
    'one of these codes. `details` says more for `invalid_request`; `retryAfter` is in seconds, for `rate_limited`. The app',
    'translates by code, so the texts are for developers and logs.',
    '',
    '| Code | HTTP status | What happened | What to do |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
