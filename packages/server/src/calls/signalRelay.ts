import { CardeaError, type Call, type DeviceId, type PersonId, type RequestOf } from '@cardea/protocol';
import type { CallDependencies } from './callDependencies.ts';
import type { CallRecords } from './callRecords.ts';
import { sideOf } from './callStore.ts';

/**
 * Passes descriptions and candidates between the two devices of a call and nobody else. They hold addresses, so
 * they are neither stored nor logged, and before the answer they pass between contacts only.
 */
export class SignalRelay {
  readonly #on: Pick<CallDependencies, 'notifier'>;
  readonly #records: Pick<CallRecords, 'get'>;

  constructor(dependencies: Pick<CallDependencies, 'notifier'>, records: Pick<CallRecords, 'get'>) {
    this.#on = dependencies;
    this.#records = records;
  }

  /** @throws CardeaError `call_not_found`, `call_over`, `not_allowed` */
  async relay(person: PersonId, device: DeviceId, request: RequestOf<'call:signal'>): Promise<void> {
    const { call } = await this.#records.get(request.call, person);
    const other = receiver(call, person, device, request.to);
    this.#on.notifier.tell({ person: other, device: request.to }, 'call:signal', {
      call: call.id,
      from: device,
      signal: request.signal,
    });
  }
}

/**
 * The person whose device `to` is, if `device` may signal to it now.
 * @throws CardeaError `call_over`, `not_allowed`
 */
export function receiver(call: Call, person: PersonId, device: DeviceId, to: DeviceId): PersonId {
  const { state, caller, calleeId } = call;
  const side = sideOf(call, person);
  const allowed = ((): boolean => {
    switch (state.phase) {
      case 'ended':
        throw new CardeaError('call_over');
      case 'calling':
      case 'ringing':
        if (!call.preconnect) return false;
        // `to` names a device of the callee by the audience it is sent to, whichever id it is.
        return side === 'caller' ? device === caller.deviceId : to === caller.deviceId;
      case 'connecting':
      case 'connected':
        return side === 'caller'
          ? device === caller.deviceId && to === state.answeredBy
          : device === state.answeredBy && to === caller.deviceId;
    }
  })();
  if (side === null || !allowed) throw new CardeaError('not_allowed');
  return side === 'caller' ? calleeId : caller.personId;
}
