import { JanusError } from './janusError.ts';
import type { ServerMessage } from './messages.ts';

/** What a request makes of a message with its transaction: its result, or `undefined` to wait for another. */
type Take<T> = (message: ServerMessage) => T | undefined;

interface Pending {
  take(message: ServerMessage): void;
  fail(error: JanusError): void;
}

/** Most requests under way at a time; a client that waits for its answers has a few. */
const most = 200;

/** Requests under way, by transaction. Each ends: by its answer, by its time-out, or with the line. */
export class Transactions {
  readonly #pending = new Map<string, Pending>();
  #count = 0;

  /** @param timeout milliseconds */
  add<T>(name: string, timeout: number, take: Take<T>): { transaction: string; result: Promise<T> } {
    const transaction = `${name}-${++this.#count}`;
    const result = new Promise<T>((resolve, reject) => {
      if (this.#pending.size >= most) {
        reject(new JanusError('timeout', `${name}: ${most} requests wait for an answer already`));
        return;
      }
      const timer = setTimeout(
        () => this.fail(transaction, new JanusError('timeout', `no answer to ${name} in ${timeout} ms`)),
        timeout,
      );
      const settle = (run: () => void): void => {
        clearTimeout(timer);
        this.#pending.delete(transaction);
        run();
      };
      this.#pending.set(transaction, {
        fail: (error) => settle(() => reject(error)),
        take: (message) => {
          try {
            const taken = take(message);
            if (taken !== undefined) settle(() => resolve(taken));
          } catch (error) {
            settle(() => reject(error instanceof Error ? error : new Error(String(error))));
          }
        },
      });
    });
    return { transaction, result };
  }

  has(transaction: string): boolean {
    return this.#pending.has(transaction);
  }

  /** @returns whether somebody waited for it */
  receive(message: ServerMessage): boolean {
    if (!('transaction' in message) || message.transaction === undefined) return false;
    const pending = this.#pending.get(message.transaction);
    if (pending === undefined) return false;
    if (message.janus === 'error') {
      pending.fail(new JanusError('core', message.error.reason, message.error.code));
    } else pending.take(message);
    return true;
  }

  fail(transaction: string, error: JanusError): void {
    this.#pending.get(transaction)?.fail(error);
  }

  failAll(error: JanusError, except: ReadonlySet<string> = new Set()): void {
    for (const [transaction, pending] of [...this.#pending]) {
      if (!except.has(transaction)) pending.fail(error);
    }
  }
}
