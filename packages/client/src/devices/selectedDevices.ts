import type { DeviceKind, DevicesState } from '../api.ts';

const kinds = ['microphone', 'camera', 'speaker'] as const satisfies readonly DeviceKind[];

/** The person's choice of devices, kept in this browser. Works without storage too, until the page is closed. */
export class SelectedDevices {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #selected: Record<DeviceKind, string | null> = { microphone: null, camera: null, speaker: null };

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    for (const kind of kinds) this.#selected[kind] = storage.getItem(`cardea.device.${kind}`) || null;
  }

  get(kind: DeviceKind): string | null {
    return this.#selected[kind];
  }

  all(): DevicesState['selected'] {
    return this.#selected;
  }

  set(kind: DeviceKind, deviceId: string | null): void {
    this.#selected = { ...this.#selected, [kind]: deviceId };
    try {
      this.#storage.setItem(`cardea.device.${kind}`, deviceId ?? '');
    } catch {
      // Private windows refuse; the choice then lasts as long as the page.
    }
  }
}
