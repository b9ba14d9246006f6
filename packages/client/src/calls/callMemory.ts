import { CallId, type CallId as CallIdType } from '@cardea/protocol';
import type { LocalTracks } from '../media/capture/localTracks.ts';

/** What a reloaded page has to know to go on with a call as it was. */
export interface RememberedCall {
  microphone: boolean;
  camera: boolean;
  held: boolean;
}

type Box = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Keeps, over a reload of this tab, how the devices of each call stood and which ends the server has not heard of.
 * In `sessionStorage`, which belongs to the tab as a call belongs to a device.
 */
export class CallMemory {
  readonly #storage: Box;

  constructor(storage: Box) {
    this.#storage = storage;
  }

  remember(call: CallIdType, local: Pick<LocalTracks, 'state' | 'held'>): void {
    const { microphone, camera } = local.state();
    const state = [microphone.on || microphone.busy, camera.on || camera.busy, local.held];
    this.#storage.setItem(`cardea.call.${call}`, state.map(Number).join(''));
  }

  /** Without a memory (a crash, say) the microphone is on and nothing is shown. */
  recall(call: CallIdType): RememberedCall {
    const text = this.#storage.getItem(`cardea.call.${call}`);
    if (text === null || !/^[01]{3}$/.test(text)) return { microphone: true, camera: false, held: false };
    return { microphone: text[0] === '1', camera: text[1] === '1', held: text[2] === '1' };
  }

  forget(call: CallIdType): void {
    this.#storage.removeItem(`cardea.call.${call}`);
  }

  /** Calls that ended here and of which the server has not confirmed the end; at most 20, the newest. */
  get farewells(): readonly CallIdType[] {
    const text = this.#storage.getItem('cardea.farewells') ?? '';
    return text.split(' ').flatMap((id) => {
      const parsed = CallId.safeParse(id);
      return parsed.success ? [parsed.data] : [];
    });
  }

  addFarewell(call: CallIdType): void {
    const others = this.farewells.filter((one) => one !== call);
    this.#storage.setItem('cardea.farewells', [...others, call].slice(-20).join(' '));
  }

  removeFarewell(call: CallIdType): void {
    const others = this.farewells.filter((one) => one !== call);
    if (others.length === 0) this.#storage.removeItem('cardea.farewells');
    else this.#storage.setItem('cardea.farewells', others.join(' '));
  }
}
