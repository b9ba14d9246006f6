import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may use the API by a `token` (`token_auth` of Janus). */
export interface Tokens {
  isValid(token: string): boolean;
  mayUse(token: string, plugin: string): boolean;
}

/** More than this is not an operator's any more. */
const mostTokens = 100_000;

/** Tokens that the admin API adds and removes, with the packages of the plugins that each may attach to. */
export class StoredTokens implements Tokens {
  /** Looked up under a digest with a key of this process, so that the time taken tells nothing of tokens nearly right. */
  readonly #tokens = new Map<string, { token: string; plugins: Set<string> }>();
  readonly #key = randomBytes(32);

  isValid(token: string): boolean {
    return this.#tokens.has(this.#digest(token));
  }

  mayUse(token: string, plugin: string): boolean {
    return this.pluginsOf(token)?.has(plugin) === true;
  }

  /** @returns `null` for a token that is not there */
  pluginsOf(token: string): Set<string> | null {
    return this.#tokens.get(this.#digest(token))?.plugins ?? null;
  }

  /** One that is there already may use these plugins too. @returns whether there was room for it */
  add(token: string, plugins: readonly string[]): boolean {
    const known = this.pluginsOf(token);
    if (known === null && this.#tokens.size >= mostTokens) return false;
    if (known === null) this.#tokens.set(this.#digest(token), { token, plugins: new Set(plugins) });
    else for (const plugin of plugins) known.add(plugin);
    return true;
  }

  /** @returns whether it was there */
  remove(token: string): boolean {
    return this.#tokens.delete(this.#digest(token));
  }

  list(): { token: string; plugins: string[] }[] {
    return [...this.#tokens.values()].map(({ token, plugins }) => ({ token, plugins: [...plugins] }));
  }

  #digest(token: string): string {
    return createHmac('sha256', this.#key).update(token).digest('base64');
  }
}

/**
 * Tokens that need no store: `<expiry, s since 1970>,janus,<plugin>,<plugin>…:<base64 of HMAC-SHA1>`, signed with a secret
 * that whoever hands them out shares (`token_auth_secret` of Janus).
 */
export class SignedTokens implements Tokens {
  readonly #secret: string;
  /** Milliseconds since 1970. */
  readonly #now: () => number;

  constructor(secret: string, now: () => number = Date.now) {
    this.#secret = secret;
    this.#now = now;
  }

  isValid(token: string): boolean {
    return this.#descriptors(token) !== null;
  }

  mayUse(token: string, plugin: string): boolean {
    return this.#descriptors(token)?.includes(plugin) === true;
  }

  /** @returns `null` for a token that is forged, for something else, or too old */
  #descriptors(token: string): string[] | null {
    const colon = token.lastIndexOf(':');
    if (colon === -1) return null;
    const signed = token.slice(0, colon);
    const expected = Buffer.from(signature(this.#secret, signed));
    const given = Buffer.from(token.slice(colon + 1));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const [expiry = '', realm, ...descriptors] = signed.split(',');
    if (!/^\d{1,15}$/.test(expiry) || realm !== 'janus') return null;
    return Number(expiry) * 1000 > this.#now() ? descriptors : null;
  }
}

/** A token for {@link SignedTokens}, e.g. for a page that this server has let in. @param expiry s since 1970 */
export function signToken(secret: string, expiry: number, plugins: readonly string[]): string {
  const signed = [Math.floor(expiry), 'janus', ...plugins].join(',');
  return `${signed}:${signature(secret, signed)}`;
}

function signature(secret: string, signed: string): string {
  return createHmac('sha1', secret).update(signed).digest('base64');
}
