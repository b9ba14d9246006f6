import type { IncomingMessage } from 'node:http';
import { ownOrigin, type TrustedProxies } from '../limits/clientAddress.ts';

export interface OriginSettings {
  publicUrl: string | null;
  allowedOrigins: readonly string[];
  trusted: TrustedProxies;
}

/**
 * Which pages may use this server with the cookie of whoever looks at them: those of its own origin, of
 * `PUBLIC_URL` and of `ALLOWED_ORIGINS`, each compared as a whole and never by beginning or end.
 */
export class Origins {
  readonly #listed: ReadonlySet<string>;
  readonly #trusted: TrustedProxies;

  constructor(settings: OriginSettings) {
    const { publicUrl, allowedOrigins, trusted } = settings;
    this.#listed = new Set([...(publicUrl === null ? [] : [publicUrl]), ...allowedOrigins].map(normalise));
    this.#trusted = trusted;
  }

  /**
   * Whether a request may change something. Every browser names the origin on such requests (Fetch section 3.2),
   * so one without comes from a program, which has no cookies of others to abuse.
   */
  allowsChange(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    return origin === undefined ? !isCrossSite(request) : this.#allows(origin, request);
  }

  /**
   * Whether a signalling request may pass. Browsers name the origin on every WebSocket handshake (RFC 6455 section
   * 4.1), so one with our cookie and without an origin is refused. Polling of the own page by GET has no `Origin`
   * (Fetch section 3.2) and passes; its answers cannot be read by pages of other origins.
   */
  allowsSignalling(request: IncomingMessage): boolean {
    const { origin, upgrade, cookie } = request.headers;
    if (origin !== undefined) return this.#allows(origin, request);
    if (isCrossSite(request)) return false;
    return upgrade === undefined || cookie === undefined;
  }

  #allows(origin: string, request: IncomingMessage): boolean {
    // Sandboxed and local pages call themselves "null", so it is nobody's own.
    if (origin === 'null') return false;
    return (
      this.#listed.has(normalise(origin)) ||
      normalise(origin) === normalise(ownOrigin(request, this.#trusted))
    );
  }
}

function isCrossSite(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

// Browsers leave the scheme's own port out, a Host header behind a proxy may not.
function normalise(origin: string | null): string {
  if (origin === null || !URL.canParse(origin)) return '';
  return new URL(origin).origin;
}
