import { CardeaError, type ItemId } from '@cardea/protocol';
import type { UnfinishedRecording } from '../libraryApi.ts';
import type { OpfsLibrary, UnfinishedFolder } from './opfsLibrary.ts';

/**
 * Makes what was recorded into a file of the library.
 * @param progress 0 to 1
 */
export type FinishRecording = (id: ItemId, progress: (share: number) => void) => Promise<void>;

export interface UnfinishedRecordingsOptions {
  device: OpfsLibrary;
  locks: Pick<LockManager, 'query'> | undefined;
  /** `null` where nothing can. */
  finish: FinishRecording | null;
  onChange(unfinished: readonly UnfinishedRecording[]): void;
}

/** Whoever records holds this lock as long as it lives. */
const lockName = (id: ItemId): string => `cardea-recording-${id}`;

/** Recordings that a closed tab or a crash cut off. */
export class UnfinishedRecordings {
  readonly #options: UnfinishedRecordingsOptions;
  readonly #progress = new Map<ItemId, number>();
  #found: readonly UnfinishedFolder[] = [];

  constructor(options: UnfinishedRecordingsOptions) {
    this.#options = options;
  }

  /** Takes those that are not being recorded now, in this tab or another. */
  async look(found: readonly UnfinishedFolder[]): Promise<void> {
    const { held = [] } = found.length === 0 ? {} : ((await this.#options.locks?.query()) ?? {});
    const names = new Set(held.map(({ name }) => name));
    this.#found = found.filter(({ id }) => !names.has(lockName(id)));
    this.#tell();
  }

  /** @throws CardeaError `not_found` where there is none */
  async keep(id: ItemId): Promise<void> {
    const { finish } = this.#options;
    if (finish === null || !this.#found.some((one) => one.id === id)) throw new CardeaError('not_found');
    if (this.#progress.has(id)) return;
    this.#setProgress(id, 0);
    try {
      await finish(id, (share) => this.#setProgress(id, share));
      this.#found = this.#found.filter((one) => one.id !== id);
    } finally {
      this.#progress.delete(id);
      this.#tell();
    }
  }

  async discard(id: ItemId): Promise<void> {
    await this.#options.device.remove(id);
    this.#found = this.#found.filter((one) => one.id !== id);
    this.#tell();
  }

  #setProgress(id: ItemId, share: number): void {
    this.#progress.set(id, share);
    this.#tell();
  }

  #tell(): void {
    this.#options.onChange(
      this.#found.map((one) => ({ ...one, progress: this.#progress.get(one.id) ?? null })),
    );
  }
}
