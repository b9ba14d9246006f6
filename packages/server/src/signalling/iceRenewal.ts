import { renewalTime } from '../relay/iceConfiguration.ts';
import { getPeople } from '../people/personRecords.ts';
import type { Services } from './services.ts';
import type { AppSocketServer } from './socket.ts';

/** Sends new relay credentials to the sockets of this node before the old ones end: one timer for all of them. */
export class IceRenewal {
  readonly #timer: NodeJS.Timeout | null;
  readonly #services: Services;
  readonly #io: AppSocketServer;

  /** @param life of credentials, seconds; `null` where there are none */
  constructor(services: Services, io: AppSocketServer, life: number | null) {
    this.#services = services;
    this.#io = io;
    const renew = () => services.background.run('renew relay credentials', () => this.renew());
    // A quarter of the life is left when they are due, so looking ten times in a life is often enough.
    this.#timer = life === null ? null : setInterval(renew, life * 100);
    this.#timer?.unref();
  }

  async renew(): Promise<void> {
    const { db, now, iceFor } = this.#services;
    const due = [...this.#io.of('/').sockets.values()].filter(
      (socket) => socket.data.renewIceAt !== null && socket.data.renewIceAt <= now(),
    );
    const people = await getPeople(
      db,
      due.map((socket) => socket.data.person),
    );
    for (const socket of due) {
      const known = people.get(socket.data.person);
      if (known === undefined) continue;
      const ice = iceFor(socket.data.person, known.settings.relayOnly);
      socket.data.renewIceAt = renewalTime(ice, now());
      socket.emit('ice', { ice });
    }
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }
}
