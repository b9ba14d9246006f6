import {
  CardeaError,
  type Call,
  type CallId,
  type CallKind,
  type DeviceId,
  type ErrorCode,
  type PeerSignal,
} from '@cardea/protocol';
import { describe, type Log } from '../log.ts';
import type { Requests } from '../signalling/signalling.ts';

export interface CallReportsOptions {
  call: CallId;
  signalling: Requests;
  /** The server's record after a report. */
  confirm(record: Call): void;
  /** The server refuses my answer: the call is over, or somebody else has it. */
  acceptRefused(code: ErrorCode): void;
  log: Log;
}

/** What one call tells the server. Nothing here waits: answers come back as records, losses are told again later. */
export class CallReports {
  readonly #options: CallReportsOptions;

  constructor(options: CallReportsOptions) {
    this.#options = options;
  }

  tell(name: 'call:ringing' | 'call:accept' | 'call:connected' | 'call:failed'): void {
    const { call, signalling } = this.#options;
    void this.#settle(name, signalling.request(name, { call }));
  }

  tellKind(kind: CallKind): void {
    const { call, signalling } = this.#options;
    void this.#settle('call:kind', signalling.request('call:kind', { call, kind }));
  }

  async sendSignal(to: DeviceId, signal: PeerSignal): Promise<void> {
    const { call, signalling, log } = this.#options;
    try {
      await signalling.request('call:signal', { call, to, signal });
    } catch (error) {
      // Lost with the connection to the server, or too late; the link's keeper notices if it mattered.
      log('debug', 'signal not delivered', { call, type: signal.type, reason: describe(error) });
    }
  }

  async #settle(name: string, request: Promise<{ call: Call }>): Promise<void> {
    const { call, confirm, acceptRefused, log } = this.#options;
    try {
      confirm((await request).call);
    } catch (error) {
      const code = error instanceof CardeaError ? error.code : 'server_error';
      log('debug', 'report refused', { call, name, code, reason: describe(error) });
      if (name === 'call:accept') acceptRefused(code);
    }
  }
}
