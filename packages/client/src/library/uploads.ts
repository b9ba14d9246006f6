import { CardeaError, type ErrorCode, type ItemId, type LibraryItem } from '@cardea/protocol';
import { Speedometer } from '../files/speedometer.ts';
import type { UploadState } from '../libraryApi.ts';
import { describe, type Log } from '../log.ts';
import { SerialQueue } from '../serialQueue.ts';
import type { DeviceRecord, OpfsLibrary } from './opfsLibrary.ts';
import { asDataUrl } from './pictures.ts';
import type { SendFile } from './sendFile.ts';
import type { ServerLibrary } from './serverLibrary.ts';
import { sha256Of } from './sha256.ts';
import type { UploadNote } from './itemNotes.ts';
import { nextUpload, type UploadEvent } from './uploadMachine.ts';

export interface UploadsOptions {
  device: OpfsLibrary;
  server: ServerLibrary;
  send: SendFile;
  /** Missing in insecure contexts. */
  locks: Pick<LockManager, 'request'> | undefined;
  /** Milliseconds, monotonic. */
  clock(): number;
  /** Milliseconds before the next try; `attempt` counts from 0. */
  patience(attempt: number): number;
  log: Log;
  onState(id: ItemId, state: UploadState | null): void;
  onUploaded(item: LibraryItem): void;
}

interface Run {
  record: DeviceRecord;
  stop: AbortController;
  state: UploadState | null;
  /** Ends the pause before the next try. */
  wake(): void;
}

/** Passing by themselves; everything else is the server's last word. */
const passing = new Set<ErrorCode>(['unavailable', 'rate_limited', 'server_error']);
/** Milliseconds between two looks at whether the server has compared the checksum. */
const verifyingPace = 1_000;
/** Milliseconds between two changes of what is shown. */
const showingPace = 150;
/** After so many milliseconds without the lock another tab is uploading it. */
const lockPatience = 500;

/** Uploads of this tab. What was begun goes on until the server has it, or somebody pauses or gives it up. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #runs = new Map<ItemId, Run>();
  /** A note is read and written in one step, so that none is written over a newer one. */
  readonly #notes = new SerialQueue();

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** Begins, or goes on with what was begun: in this tab, in another one, before a reload. */
  start(record: DeviceRecord): void {
    const { id } = record.item;
    if (this.#runs.has(id)) return;
    const run: Run = { record, stop: new AbortController(), state: null, wake: () => undefined };
    this.#runs.set(id, run);
    this.#apply(run, { type: 'begin' });
    void this.#untilThere(run);
  }

  async pause(id: ItemId): Promise<void> {
    const run = this.#runs.get(id);
    if (run === undefined || run.state?.status === 'verifying') return;
    this.#apply(run, { type: 'pause' });
    this.#leave(run);
    await this.#change(id, { status: 'paused' });
  }

  async cancel(id: ItemId): Promise<void> {
    const run = this.#runs.get(id);
    if (run !== undefined) {
      this.#leave(run);
      this.#apply(run, { type: 'end' });
    } else this.#options.onState(id, null);
    await this.#notes.add(() => this.#options.device.noteUpload(id, null));
  }

  /** The network is back, or may be. */
  wake(): void {
    for (const run of this.#runs.values()) run.wake();
  }

  /** They go on at the next start. */
  close(): void {
    for (const run of this.#runs.values()) run.stop.abort();
    this.#runs.clear();
  }

  #leave(run: Run): void {
    run.stop.abort();
    this.#runs.delete(run.record.item.id);
  }

  async #untilThere(run: Run): Promise<void> {
    const { locks } = this.#options;
    const { signal } = run.stop;
    const { id } = run.record.item;
    try {
      // Another tab that uploads it holds this; when it closes, this one goes on.
      if (locks === undefined) await this.#tryAgainAndAgain(run);
      else {
        const timer = setTimeout(() => this.#apply(run, { type: 'interrupted' }), lockPatience);
        await locks.request(`cardea-upload-${id}`, { signal }, () => {
          clearTimeout(timer);
          return this.#tryAgainAndAgain(run);
        });
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#options.log('warn', 'an upload broke off', { item: id, reason: describe(error) });
        this.#apply(run, { type: 'refused', error: new CardeaError('server_error').toBody() });
      }
    } finally {
      if (this.#runs.get(id) === run) this.#runs.delete(id);
    }
  }

  async #tryAgainAndAgain(run: Run): Promise<void> {
    const { signal } = run.stop;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        const moved = await this.#attempt(run);
        if (moved) return;
      } catch (error) {
        if (signal.aborted) return;
        const known =
          error instanceof CardeaError ? error : new CardeaError('server_error', { cause: error });
        this.#options.log('info', 'an upload was interrupted', {
          item: run.record.item.id,
          code: known.code,
        });
        if (!passing.has(known.code)) {
          // What arrived was damaged on the way or before: it begins anew when it is wanted again.
          if (known.code === 'checksum_mismatch') {
            await this.#note(run, { sha256: null, url: null });
          }
          this.#apply(run, { type: 'refused', error: known.toBody() });
          return;
        }
        // What has moved since the last try makes this the first one again.
        if (run.state?.status === 'uploading') attempt = 0;
        this.#apply(run, { type: 'interrupted' });
      }
      await this.#pause(run, this.#options.patience(attempt));
    }
  }

  /** @returns whether it is over */
  async #attempt(run: Run): Promise<boolean> {
    const { device, server, send } = this.#options;
    const { signal } = run.stop;
    const { item, thumbnail } = run.record;
    const note = await this.#note(run, { status: 'going' });
    const file = await device.media(item.id);
    let { sha256 } = note;
    if (sha256 === null) {
      sha256 = await sha256Of(file, signal, (done) => this.#show(run, { type: 'hashed', done }));
      await this.#note(run, { sha256 });
    }
    const picture = thumbnail === null ? null : await asDataUrl(thumbnail);
    const declared = await server.declare({ item: { ...item, sha256 }, thumbnail: picture });
    if (declared.state !== 'ready') {
      signal.throwIfAborted();
      await this.#send(run, send, file, note.url);
    }
    await this.#uploaded(run);
    return true;
  }

  async #send(run: Run, send: SendFile, file: File, url: string | null): Promise<void> {
    const { id, size } = run.record.item;
    const { log } = this.#options;
    const speed = new Speedometer();
    await send({
      item: id,
      file,
      url,
      signal: run.stop.signal,
      onUrl: (known) => {
        this.#note(run, { url: known }).catch((error: unknown) => {
          // Then a reload begins the upload anew.
          log('debug', 'where an upload goes on was not noted', { item: id, reason: describe(error) });
        });
      },
      onProgress: (done) => {
        if (done >= size) this.#apply(run, { type: 'sent' });
        else this.#show(run, { type: 'moved', done, speed: speed.measure(done, this.#options.clock()) });
      },
    });
  }

  async #uploaded(run: Run): Promise<void> {
    const { server, onUploaded } = this.#options;
    const { id } = run.record.item;
    this.#apply(run, { type: 'sent' });
    for (;;) {
      const item = await server.get(id);
      if (item.state === 'ready') {
        await this.#note(run, { status: 'done', url: null });
        this.#apply(run, { type: 'end' });
        onUploaded(item);
        return;
      }
      await this.#pause(run, verifyingPace);
      run.stop.signal.throwIfAborted();
    }
  }

  /** Whoever gave it up has written what it is now. */
  #note(run: Run, change: Partial<UploadNote>): Promise<UploadNote> {
    return this.#change(run.record.item.id, change, run.stop.signal);
  }

  /** @returns the whole note */
  #change(id: ItemId, change: Partial<UploadNote>, signal?: AbortSignal): Promise<UploadNote> {
    const { device } = this.#options;
    return this.#notes.add(async () => {
      signal?.throwIfAborted();
      const before = (await device.uploadNote(id)) ?? { status: 'going', sha256: null, url: null };
      const note = { ...before, ...change };
      await device.noteUpload(id, note);
      return note;
    });
  }

  #pause(run: Run, milliseconds: number): Promise<void> {
    const { signal } = run.stop;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener('abort', end);
      run.wake = end;
    });
  }

  #shownAt = -Infinity;
  /** Progress, at a pace that a person can follow. */
  #show(run: Run, event: UploadEvent): void {
    const now = this.#options.clock();
    const changes = (event.type === 'moved') !== (run.state?.status === 'uploading');
    if (!changes && now - this.#shownAt < showingPace) return;
    this.#shownAt = now;
    this.#apply(run, event);
  }

  #apply(run: Run, event: UploadEvent): void {
    const { id, size } = run.record.item;
    // Left: another run, or nobody, speaks for the item now.
    if (this.#runs.get(id) !== run && event.type !== 'end') return;
    const state = nextUpload(run.state, event, size);
    if (state === run.state) return;
    run.state = state;
    this.#options.onState(id, state);
  }
}
