import { availableParallelism } from 'node:os';
import { hash, verify, type Options } from '@node-rs/argon2';
import { ConcurrencyGate } from '../limits/concurrencyGate.ts';

/**
 * argon2id with the parameters of OWASP's Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane; some 20 ms of
 * one core. The algorithm is the library's default, argon2id.
 */
const parameters: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Checks and makes password hashes, never more at once than there are cores, so that calls go on beside them. */
export class Passwords {
  readonly #gate = new ConcurrencyGate(Math.max(1, availableParallelism() - 1));
  #dummy: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return this.#gate.run(() => hash(password, parameters));
  }

  /**
   * @param stored the hash, or `null` if there is no such account: then just as much work is done for nothing, so
   * that the time of the answer does not tell which names exist
   */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const against = stored ?? (await (this.#dummy ??= this.hash('nobody has this password')));
    const matches = await this.#gate.run(() => verify(against, password));
    return matches && stored !== null;
  }

  /** Makes the dummy hash beforehand, so that the first wrong name takes no longer than later ones. */
  async warmUp(): Promise<void> {
    await this.matches(null, 'any');
  }
}
