/** The cookie that keeps somebody signed in. */
export const sessionCookie = 'cardea_session';

/** The value of a cookie in a `Cookie` header (RFC 6265 section 4.2), or `null`. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const separator = pair.indexOf('=');
    if (separator > 0 && pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim();
  }
  return null;
}
