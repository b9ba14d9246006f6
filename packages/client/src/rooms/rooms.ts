import { CardeaError, type RoomName } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { RoomsApi, RoomsState } from '../api.ts';
import type { Signalling } from '../signalling/signalling.ts';

/** The room this device has open. The server forgets it with the connection, so every welcome enters again. */
export class Rooms implements RoomsApi {
  readonly store = createStore<RoomsState>(() => ({ room: null, status: 'none', failure: null }));
  readonly #signalling: Pick<Signalling, 'request' | 'connection'>;
  readonly #stopListening: (() => void)[];
  #wanted: RoomName | null = null;

  constructor(signalling: Pick<Signalling, 'request' | 'on' | 'connection'>) {
    this.#signalling = signalling;
    this.#stopListening = [
      signalling.on('welcome', () => {
        if (this.#wanted !== null) void this.#enter(this.#wanted);
      }),
      signalling.on('room:changed', ({ room }) => {
        if (room.name === this.#wanted) this.store.setState({ room, status: 'inside', failure: null });
      }),
    ];
  }

  async enter(room: RoomName): Promise<void> {
    if (this.#wanted === room && this.store.getState().status === 'inside') return;
    this.#wanted = room;
    this.store.setState({ room: null, status: 'entering', failure: null });
    // Without a connection the next welcome enters.
    if (this.#signalling.connection === 'online') await this.#enter(room);
  }

  async leave(): Promise<void> {
    if (this.#wanted === null) return;
    this.#wanted = null;
    this.store.setState({ room: null, status: 'none', failure: null });
    // A connection that is lost has left the room by itself.
    await this.#signalling.request('room:leave', {}).catch(() => undefined);
  }

  /** Nobody is signed in any more. */
  reset(): void {
    this.#wanted = null;
    this.store.setState(this.store.getInitialState(), true);
  }

  close(): void {
    this.#wanted = null;
    for (const stop of this.#stopListening) stop();
  }

  async #enter(name: RoomName): Promise<void> {
    try {
      const { room } = await this.#signalling.request('room:enter', { room: name });
      if (this.#wanted === name) this.store.setState({ room, status: 'inside', failure: null });
    } catch (error) {
      const failure =
        error instanceof CardeaError ? error : new CardeaError('server_error', { cause: error });
      if (this.#wanted !== name || failure.code === 'unavailable') return;
      this.store.setState({ room: null, status: 'failed', failure: failure.toBody() });
    }
  }
}
