import { Activity } from '@cardea/protocol';
import type { DeviceKey, LostDevice } from '../presence/presenceRegistry.ts';
import { renewalTime } from '../relay/iceConfiguration.ts';
import { dispatch } from './dispatcher.ts';
import { audienceRoom } from './notifier.ts';
import type { Services } from './services.ts';
import type { AppSocket } from './socket.ts';
import { callsOn, composeWelcome } from './welcome.ts';

/** What happens when a socket comes and when it goes. */
export class Connections {
  readonly #services: Services;
  /** Devices that have just left and may come back. */
  readonly #lingering = new Set<NodeJS.Timeout>();
  readonly #arriving = new WeakMap<AppSocket, Promise<void>>();
  #closed = false;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Takes a socket that has passed the gate. */
  add(socket: AppSocket): void {
    const services = this.#services;
    const { session, person, device } = socket.data;
    // Before anything is looked up, so that what happens in between reaches this device too.
    void socket.join([audienceRoom({ person }), audienceRoom({ person, device }), audienceRoom({ session })]);
    services.metrics.sockets.inc();
    socket.onAny((name: unknown, ...parameters: unknown[]) => {
      services.background.run('answer a request', () => dispatch(services, socket, name, parameters));
    });
    this.#arriving.set(
      socket,
      this.#arrive(socket).catch((error: unknown) => {
        services.log.warn({ err: error, person }, 'a device could not be welcomed');
        // Closing the connection below socket.io makes the client try again by itself.
        socket.conn.close();
      }),
    );
    socket.once('disconnect', () => {
      services.metrics.sockets.dec();
      if (!this.#closed) services.background.run('say goodbye to a device', () => this.#leave(socket));
    });
    // Some kilobytes of headers that nobody reads again.
    Object.assign(socket.conn, { request: null });
  }

  /** Devices of another node that is gone without a word. */
  lost(devices: readonly LostDevice[]): void {
    const { background, calls, rooms, announcer } = this.#services;
    for (const { personId, deviceId, room } of devices) {
      background.run('take note of a lost device', async () => {
        await calls.presence.changed(personId, deviceId, 'away', 'comparison');
        if (room !== null) rooms.refresh(room);
        await announcer.changed(personId);
      });
    }
  }

  /** From now on sockets go because the server goes: their devices are away, as after a crash. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#lingering) clearTimeout(timer);
    this.#lingering.clear();
  }

  async #arrive(socket: AppSocket): Promise<void> {
    const { registry, calls, notifier, background, announcer, now, log } = this.#services;
    const { person, device, connectedAt } = socket.data;
    const { replaced, room } = await registry.connect({
      personId: person,
      deviceId: device,
      connection: socket.id,
      activity: Activity.parse(socket.handshake.auth['activity']),
      connectedAt,
      lastActiveAt: now(),
    });
    if (replaced !== null && replaced !== socket.id) notifier.disconnect({ socket: replaced });
    const hasCalls = await calls.presence.changed(person, device, 'back');
    await this.#welcome(socket, hasCalls);
    background.run('announce presence', () => announcer.changed(person));
    if (room !== null) this.#later(() => this.#leaveStaleRoom(socket));
    log.info({ person, device, socket: socket.id }, 'device connected');
  }

  async #welcome(socket: AppSocket, hasCalls: boolean): Promise<void> {
    const { person, device } = socket.data;
    for (let mayHaveCalls = hasCalls; ; mayHaveCalls = true) {
      const welcome = await composeWelcome(this.#services, person, device, mayHaveCalls);
      socket.data.renewIceAt = renewalTime(welcome.ice, welcome.serverTime);
      socket.emit('welcome', welcome);
      // A call that changed between the look and the sending was told too early to count; then all is sent anew.
      const calls = await callsOn(this.#services, person, device);
      if (!socket.connected || JSON.stringify(calls) === JSON.stringify(welcome.calls)) return;
    }
  }

  async #leave(socket: AppSocket): Promise<void> {
    await this.#arriving.get(socket);
    const { registry, calls, now, log, linger } = this.#services;
    const { person, device } = socket.data;
    const key: DeviceKey = { personId: person, deviceId: device };
    if (!(await registry.disconnect(key, socket.id, now()))) return;
    log.info({ person, device, socket: socket.id }, 'device disconnected');
    this.#later(() => this.#forget(key, socket.id), linger);
    await calls.presence.changed(person, device, 'away');
  }

  async #forget(key: DeviceKey, connection: string): Promise<void> {
    const { registry, rooms, announcer } = this.#services;
    const forgotten = await registry.forget(key, connection);
    if (forgotten === false) return;
    if (forgotten.room !== null) rooms.refresh(forgotten.room);
    await announcer.changed(key.personId);
  }

  /** A device that came back to another page than the room's is not in the room any more. */
  async #leaveStaleRoom(socket: AppSocket): Promise<void> {
    const { person, device, room } = socket.data;
    if (room === null && socket.connected) {
      await this.#services.rooms.leave({ personId: person, deviceId: device });
    }
  }

  #later(work: () => Promise<void>, delay = this.#services.linger): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#lingering.delete(timer);
      this.#services.background.run('see who has left', work);
    }, delay);
    this.#lingering.add(timer);
  }
}
