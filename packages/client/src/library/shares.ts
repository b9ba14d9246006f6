import { CardeaError, SharedItem, ShareToken } from '@cardea/protocol';
import type { SharesApi } from '../libraryApi.ts';
import type { Http } from '../signalling/http.ts';

/** What is behind share links; needs nobody to be signed in. */
export class Shares implements SharesApi {
  readonly #http: Pick<Http, 'request'>;
  readonly #baseUrl: string;

  constructor(http: Pick<Http, 'request'>, baseUrl: string) {
    this.#http = http;
    this.#baseUrl = baseUrl;
  }

  async look(token: string): Promise<SharedItem> {
    return this.#http.request('GET', path(token), SharedItem);
  }

  async unlock(token: string, password: string): Promise<SharedItem> {
    return this.#http.request('POST', path(token), SharedItem, { password });
  }

  contentUrl(token: string, how: 'play' | 'download'): string {
    return new URL(`${path(token)}/content${how === 'download' ? '?download' : ''}`, this.#baseUrl).href;
  }
}

function path(token: string): string {
  const parsed = ShareToken.safeParse(token);
  // Nothing that was mistyped becomes another path.
  if (!parsed.success) throw new CardeaError('not_found');
  return `/api/shares/${parsed.data}`;
}
