import { PeerConnection } from 'node-datachannel';
import type { LocalTransport } from '../sdp/completeDescription.ts';
import type { Certificate } from './certificate.ts';
import { gathered } from './gathering.ts';
import { holdPort, type HeldPort } from './heldPort.ts';
import { readLocalDescription } from './localDescription.ts';
import { configurationOf, type TransportOptions } from './transportOptions.ts';

/** What a transport has to keep of what was offered. */
export interface Promised {
  iceUfrag: string;
  icePwd: string;
  certificate: Certificate;
  /** UDP port of the candidates; `null` when there are none. */
  port: number | null;
}

/** How often candidates are gathered again because somebody else took the port. */
const mostAttempts = 5;

/**
 * This end of a bundle as an offer promises it, before there is a transport that keeps the promise.
 *
 * libdatachannel (0.24.5) as the offerer takes ICE of an answer first and its fingerprint a moment later. A busy machine stretches
 * that moment until ICE and DTLS have met in it, and DTLS fails for want of the fingerprint (its pull request 1612). So it is never
 * the offerer: one that only gathers says where this end will be, its port is held, and when the answer is there a transport is made
 * that takes all of it before it begins, as it does with an offer.
 */
export class OfferedTransport {
  readonly local: LocalTransport;
  readonly #certificate: Certificate;
  readonly #held: HeldPort | null;

  private constructor(local: LocalTransport, certificate: Certificate, held: HeldPort | null) {
    this.local = local;
    this.#certificate = certificate;
    this.#held = held;
  }

  /** Resolves when candidates are gathered. */
  static async gather(options: TransportOptions, certificate: Certificate): Promise<OfferedTransport> {
    for (let attempt = 1; ; attempt++) {
      const local = await gatherLocal(options, certificate);
      const port = hostPort(local);
      const held = port === null ? null : await holdPort(port, options.bindAddress);
      if (port === null || held !== null || attempt === mostAttempts) {
        return new OfferedTransport(local, certificate, held);
      }
    }
  }

  /** Lets the port go, for the transport that is to have it at once. */
  take(): Promised {
    this.#held?.release();
    const { iceUfrag, icePwd } = this.local;
    return { iceUfrag, icePwd, certificate: this.#certificate, port: hostPort(this.local) };
  }

  close(): void {
    this.#held?.release();
  }
}

async function gatherLocal(options: TransportOptions, certificate: Certificate): Promise<LocalTransport> {
  const connection = new PeerConnection(options.name, configurationOf(options, certificate));
  try {
    const done = gathered(connection);
    connection.createDataChannel('');
    connection.setLocalDescription('offer');
    await done;
    return readLocalDescription(connection.localDescription()?.sdp ?? '');
  } finally {
    connection.close();
  }
}

/** All host candidates are of one socket. */
function hostPort({ candidates }: LocalTransport): number | null {
  const port = candidates.map((candidate) => / (\d+) typ host/.exec(candidate)?.[1]).find(Boolean);
  return port === undefined ? null : Number(port);
}
