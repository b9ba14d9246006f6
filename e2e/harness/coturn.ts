import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { TestInternet } from './network.ts';

/** Debian's coturn on the public host of a {@link TestInternet}, with the REST credentials of `use-auth-secret`. */
export class Coturn {
  readonly secret = 'a-secret-for-tests-only';
  readonly urls: { stun: string; turn: string };
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, address: string) {
    this.#process = process;
    this.urls = { stun: `stun:${address}:3478`, turn: `turn:${address}:3478?transport=udp` };
  }

  static async start(internet: TestInternet): Promise<Coturn> {
    const address = internet.publicAddress;
    const [command, args] = internet.inside(
      internet.publicHost,
      'turnserver',
      '-n',
      ...['--listening-ip', address, '--relay-ip', address, '--listening-port', '3478'],
      ...['--use-auth-secret', '--static-auth-secret', 'a-secret-for-tests-only', '--realm', 'cardea.test'],
      ...['--no-tls', '--no-dtls', '--no-cli', '--fingerprint', '--log-file', 'stdout', '--simple-log'],
      // The test's public network is one that coturn would rightly take for a documentation range of no use.
      ...['--allowed-peer-ip', '203.0.113.0-203.0.113.255'],
    );
    const process = spawn(command, args, { stdio: 'ignore' });
    const coturn = new Coturn(process, address);
    await coturn.#listening(internet);
    return coturn;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }

  /** coturn does not say when it listens, so it is asked, as a client would, until it answers. */
  async #listening(internet: TestInternet): Promise<void> {
    const deadline = Date.now() + 15_000;
    for (;;) {
      const answer = internet.try(internet.publicHost, 'turnutils_stunclient', internet.publicAddress);
      if (answer.includes('reflexive')) return;
      if (this.#process.exitCode !== null) throw new Error(`coturn ended with ${this.#process.exitCode}`);
      if (Date.now() > deadline) throw new Error('coturn does not answer within 15 s');
      await setTimeout(100);
    }
  }
}
