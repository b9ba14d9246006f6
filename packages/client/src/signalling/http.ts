import { CardeaError, ErrorBody } from '@cardea/protocol';

/** Times out after 10 s, so that a form never waits for ever. */
const timeout = 10_000;

/** The HTTP side of the server: sign in and out, one's own profile, the library. */
export class Http {
  readonly #baseUrl: string;
  readonly #fetch: typeof fetch;

  constructor(options: { baseUrl: string; fetch: typeof fetch }) {
    this.#baseUrl = options.baseUrl;
    this.#fetch = options.fetch;
  }

  /**
   * @param path from the root of the origin, for example `/api/session`
   * @param schema what the answer must be
   * @throws CardeaError the server's refusal; `unavailable` if it cannot be reached
   */
  async request<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    schema: { parse(value: unknown): T },
    body?: unknown,
  ): Promise<T> {
    const response = await this.#send(method, path, body);
    const content: unknown = await response.json().catch(() => null);
    if (response.ok) {
      try {
        return schema.parse(content);
      } catch (cause) {
        throw new CardeaError('server_error', { details: `${path} gave something else`, cause });
      }
    }
    const error = ErrorBody.safeParse(
      typeof content === 'object' && content !== null && 'error' in content && content.error,
    );
    if (error.success) throw CardeaError.fromBody(error.data);
    // No body of ours: a proxy in front of a server that is away answers like this.
    throw new CardeaError(response.status >= 502 ? 'unavailable' : 'server_error', {
      details: `HTTP ${response.status}`,
    });
  }

  async #send(method: string, path: string, body: unknown): Promise<Response> {
    try {
      return await this.#fetch(new URL(path, this.#baseUrl), {
        method,
        credentials: 'include',
        signal: AbortSignal.timeout(timeout),
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
    } catch (cause) {
      throw new CardeaError('unavailable', { cause });
    }
  }
}
