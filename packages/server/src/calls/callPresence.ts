import {
  CardeaError,
  type Call,
  type CallEvent,
  type DeviceId,
  type PersonId,
  type Side,
} from '@cardea/protocol';
import type { PresentDevice } from '../presence/presenceRegistry.ts';
import type { CallDependencies } from './callDependencies.ts';
import type { CallRecords } from './callRecords.ts';
import { openCallsAfter, openCallsOf, sideOf, type StoredCall } from './callStore.ts';

const portion = 500;

/** Keeps calls and devices in step: who loses the connection is away, who returns is back. */
export class CallPresence {
  readonly #on: CallDependencies;
  readonly #records: CallRecords;

  constructor(dependencies: CallDependencies, records: CallRecords) {
    this.#on = dependencies;
    this.#records = records;
  }

  /** A device has lost its connection, or has it again. @returns whether its person has any call at all */
  async changed(
    person: PersonId,
    device: DeviceId,
    type: 'away' | 'back',
    source: 'device' | 'comparison' = 'device',
  ): Promise<boolean> {
    const open = await openCallsOf(this.#on.storage.db, [person]);
    for (const { call } of open) {
      const side = sideOf(call, person);
      if (side !== null && concerns(call, side, device)) await this.#apply(call, type, side, device, source);
    }
    return open.length > 0;
  }

  /** An end has media: if the other end was lost while connecting, the record did not say so yet. */
  async afterConnected(call: Call): Promise<void> {
    await this.#compare([{ call }]);
  }

  /**
   * Compares every open call with who is here. Done after a start, when devices may have gone with the server that
   * crashed, and now and then for a loss that could not be written down because the database was away.
   */
  async reconcile(): Promise<void> {
    let last = '';
    for (;;) {
      const some = await openCallsAfter(this.#on.storage.db, last, portion);
      await this.#compare(some);
      const final = some.at(-1);
      if (final === undefined || some.length < portion) return;
      last = final.call.id;
    }
  }

  async #compare(calls: readonly Pick<StoredCall, 'call'>[]): Promise<void> {
    const people = new Set(calls.flatMap(({ call }) => [call.caller.personId, call.calleeId]));
    const devices = await this.#on.registry.devicesOf([...people]);
    const isHere = (person: PersonId, device: DeviceId): boolean =>
      (devices.get(person) ?? []).some(
        (one: PresentDevice) => one.deviceId === device && one.leftAt === null,
      );
    for (const { call } of calls) {
      const callerHere = isHere(call.caller.personId, call.caller.deviceId);
      await this.#apply(call, callerHere ? 'back' : 'away', 'caller', call.caller.deviceId, 'comparison');
      for (const device of calleeDevices(call)) {
        await this.#apply(
          call,
          isHere(call.calleeId, device) ? 'back' : 'away',
          'callee',
          device,
          'comparison',
        );
      }
    }
  }

  async #apply(
    call: Call,
    type: 'away' | 'back',
    side: Side,
    device: DeviceId,
    source: 'device' | 'comparison',
  ): Promise<void> {
    if (!wouldChange(call, type, side)) return;
    const event: CallEvent = { type, side, device, at: this.#on.now() };
    try {
      await this.#records.apply(call.id, event, source);
    } catch (error) {
      // The call moved on in between, so that this no longer matters to it.
      if (!(error instanceof CardeaError) || error.status === 500 || error.status === 503) throw error;
    }
  }
}

function concerns(call: Call, side: Side, device: DeviceId): boolean {
  return side === 'caller' ? call.caller.deviceId === device : calleeDevices(call).includes(device);
}

/** Devices of the callee that the record names. */
function calleeDevices(call: Call): DeviceId[] {
  const { state } = call;
  if (state.phase === 'ringing') return state.devices;
  return state.phase === 'connecting' || state.phase === 'connected' ? [state.answeredBy] : [];
}

// Spares the write that would be found to change nothing.
function wouldChange(call: Call, type: 'away' | 'back', side: Side): boolean {
  const { state } = call;
  switch (state.phase) {
    case 'connected':
      return state.away.includes(side) === (type === 'back');
    case 'calling':
    case 'ringing':
      return side === 'caller' || type === 'away';
    case 'connecting':
    case 'ended':
      return false;
  }
}
