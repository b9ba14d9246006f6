import {
  CardeaError,
  type CallId,
  type CreateLink,
  type ItemId,
  type LibraryItem,
  type NewShareLink,
  type Person,
  type PersonId,
  type ShareLink,
} from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { LibraryApi, LibraryEntry, LibraryState, OpenedItem, UploadState } from '../libraryApi.ts';
import { describe } from '../log.ts';
import { itemFiles } from './deviceLibrary.ts';
import type { DeviceShelf } from './deviceShelf.ts';
import { writeFile } from './folderFiles.ts';
import { mergeEntries } from './mergeEntries.ts';
import type { DeviceRecord } from './opfsLibrary.ts';
import { nothingKept, type LibraryOptions } from './libraryOptions.ts';
import { fileNameOf } from './saveAs.ts';
import { screenshotItem } from './screenshotItem.ts';
import type { ServerShelf } from './serverShelf.ts';
import { UnfinishedRecordings } from './unfinishedRecordings.ts';
import { Uploads } from './uploads.ts';

/** What somebody keeps, on this device and on the server, as one list. */
export class Library implements LibraryApi {
  readonly store = createStore<LibraryState>(() => nothingKept);
  readonly #options: LibraryOptions;
  readonly #shelf: DeviceShelf;
  readonly #server: ServerShelf;
  readonly #uploadStates = new Map<ItemId, UploadState>();
  readonly #uploads: Uploads;
  readonly #unfinished: UnfinishedRecordings;
  readonly #stopListening: (() => void)[];
  #resumed = false;
  #closed = false;

  constructor(options: LibraryOptions) {
    const { signalling, server, shelf, locks, log } = options;
    this.#options = options;
    this.#shelf = shelf;
    this.#server = server;
    this.store.setState({ storage: options.storage, played: options.played.read() });
    this.#uploads = new Uploads({
      ...options.uploads,
      device: shelf.files,
      server: server.requests,
      locks,
      log,
      onState: (id, state) => {
        if (state === null) this.#uploadStates.delete(id);
        else this.#uploadStates.set(id, state);
        this.#show();
      },
      onUploaded: (item) => {
        this.#put([item]);
        void this.#lookAround();
      },
    });
    this.#unfinished = new UnfinishedRecordings({
      device: shelf.files,
      locks,
      finish: options.finish,
      onChange: (unfinished) => this.store.setState({ unfinished }),
    });
    this.#stopListening = [
      signalling.on('library:changed', ({ item }) => this.#put([item])),
      signalling.on('library:removed', ({ item }) => this.#gone(item)),
      signalling.on('welcome', () => {
        this.#uploads.wake();
        // What happened while the line was down is on the first page.
        if (this.store.getState().loaded) void this.#page('first').catch(() => undefined);
      }),
      shelf.files.onChanged(() => {
        options.otherTabs?.postMessage(null);
        void this.#lookAround();
      }),
    ];
    if (options.otherTabs !== null) options.otherTabs.onmessage = () => void this.#lookAround();
    void this.#lookAround();
  }

  async load(): Promise<void> {
    const { loaded } = this.store.getState();
    if (!loaded) await this.#lookAround();
    try {
      await this.#page(loaded ? 'next' : 'first');
    } catch (error) {
      // What is on this device can be used all the same. The next welcome asks again; a server without a library has no such address.
      const expected = error instanceof CardeaError && ['unavailable', 'not_found'].includes(error.code);
      if (loaded || !expected) throw error;
    } finally {
      this.store.setState({ loaded: true });
    }
  }

  async find(item: ItemId): Promise<LibraryEntry> {
    if (this.#entry(item) === undefined) await this.#lookAround();
    if (this.#entry(item) === undefined) this.#put([await this.#server.requests.get(item)]);
    const entry = this.#entry(item);
    if (entry === undefined) throw new CardeaError('not_found');
    return entry;
  }

  async open(item: ItemId): Promise<OpenedItem> {
    const record = this.#shelf.records.get(item);
    if (record === undefined) {
      await this.find(item);
      return { url: this.#server.requests.contentUrl(item, 'play'), close: () => undefined };
    }
    const file = await this.#shelf.files.media(item);
    // The file of the disk does not say what it is.
    const url = URL.createObjectURL(file.slice(0, file.size, record.item.mediaType));
    return { url, close: () => URL.revokeObjectURL(url) };
  }

  async download(id: ItemId): Promise<void> {
    const { item, place } = await this.find(id);
    const name = fileNameOf(item);
    if (place === 'server') {
      this.#options.saveAs(this.#server.requests.contentUrl(id, 'download'), name);
      return;
    }
    const opened = await this.open(id);
    this.#options.saveAs(opened.url, name);
    // The browser reads it after this has returned.
    setTimeout(opened.close, 60_000);
  }

  async keepScreenshot(
    picture: Blob,
    of: { title: string; call: CallId | null; people: readonly Person[] },
  ): Promise<ItemId> {
    const { width, height, thumbnail } = await this.#options.lookAtPicture(picture);
    const { files } = this.#shelf;
    const item = screenshotItem(picture, { ...of, width, height, recordedAt: this.#options.now() });
    await writeFile(await files.folder(item.id), itemFiles.media, picture);
    await files.add(item, thumbnail);
    await this.#lookAround();
    void this.#shelf.persist().catch(() => undefined);
    // Nothing else would keep it.
    if (this.#options.storage === 'memory') await this.upload(item.id);
    return item.id;
  }

  async rename(id: ItemId, title: string): Promise<void> {
    const { place } = await this.find(id);
    if (this.#server.items.has(id) || place !== 'device') {
      this.#put([await this.#server.requests.rename(id, title)]);
    }
    if (place !== 'server') await this.#shelf.files.rename(id, title);
  }

  markPlayed(item: ItemId): void {
    if (this.store.getState().played.has(item)) return;
    this.store.setState({ played: this.#options.played.add(item) });
  }

  async remove(id: ItemId): Promise<void> {
    const { place } = await this.find(id);
    // The server first: if it is away, nothing has changed.
    if (this.#server.items.has(id) || place !== 'device')
      await this.#server.requests.remove(id).catch(unlessGone);
    await this.#uploads.cancel(id);
    this.#server.drop(id);
    await this.#shelf.files.hide(id);
    await this.#lookAround();
  }

  async restore(id: ItemId): Promise<void> {
    const here = await this.#shelf.files.restore(id);
    try {
      this.#put([await this.#server.requests.restore(id)]);
    } catch (error) {
      // It was on this device only.
      if (!here) throw error;
    }
    await this.#lookAround();
  }

  async removeFromDevice(id: ItemId): Promise<void> {
    // The server is asked: a note on this device may be older than what happened there.
    const item = await this.#server.requests.get(id);
    if (item.state !== 'ready') throw new CardeaError('not_found');
    this.#put([item]);
    await this.#shelf.files.remove(id);
    await this.#lookAround();
  }

  async upload(id: ItemId): Promise<void> {
    const { item } = await this.find(id);
    const record = this.#shelf.records.get(item.id);
    if (record !== undefined && this.#server.items.get(id)?.state !== 'ready') this.#uploads.start(record);
  }

  async pauseUpload(item: ItemId): Promise<void> {
    await this.#uploads.pause(item);
  }

  async cancelUpload(id: ItemId): Promise<void> {
    await this.#uploads.cancel(id);
    try {
      // What was declared and never came would count as used.
      await this.#server.requests.remove(id);
    } catch (error) {
      this.#options.log('debug', 'an upload was not taken back', { item: id, reason: describe(error) });
    }
    this.#server.drop(id);
    await this.#lookAround();
  }

  async share(item: ItemId, people: readonly PersonId[]): Promise<void> {
    this.#put([await this.#server.requests.share(item, people)]);
  }

  links(item: ItemId): Promise<ShareLink[]> {
    return this.#server.requests.links(item);
  }

  async createLink(item: ItemId, options: CreateLink): Promise<NewShareLink & { url: string }> {
    const link = await this.#server.requests.createLink(item, options);
    await this.#refresh(item);
    return { ...link, url: this.#server.requests.sharePage(link.token) };
  }

  async removeLink(item: ItemId, link: ShareLink['id']): Promise<void> {
    await this.#server.requests.removeLink(item, link);
    await this.#refresh(item);
  }

  async keepUnfinished(item: ItemId): Promise<void> {
    await this.#unfinished.keep(item);
    await this.#lookAround();
  }

  async discardUnfinished(item: ItemId): Promise<void> {
    await this.#unfinished.discard(item);
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stopListening) stop();
    this.#uploads.close();
    this.#shelf.close();
    this.#options.otherTabs?.close();
  }

  #entry(id: ItemId): LibraryEntry | undefined {
    return this.store.getState().entries.find((entry) => entry.item.id === id);
  }

  async #refresh(item: ItemId): Promise<void> {
    this.#put([await this.#server.requests.get(item)]);
  }

  /** Once, when the page has come: what was being uploaded goes on, what was paused stays so. */
  #resume(records: readonly DeviceRecord[]): void {
    this.#resumed = true;
    for (const record of records) {
      const { id, size } = record.item;
      if (record.note?.status === 'going') this.#uploads.start(record);
      if (record.note?.status === 'paused') {
        this.#uploadStates.set(id, { status: 'paused', done: 0, total: size });
      }
    }
  }

  /** Lists this device. Never fails: what cannot be read is not in the list. */
  async #lookAround(): Promise<void> {
    try {
      const { items, unfinished } = await this.#shelf.look();
      const device = await this.#shelf.usage();
      if (this.#closed) return;
      this.store.setState({ device });
      if (!this.#resumed) this.#resume(items);
      this.#show();
      await this.#unfinished.look(unfinished);
    } catch (error) {
      this.#options.log('warn', 'this device cannot be looked through', { reason: describe(error) });
    }
  }

  async #page(which: 'first' | 'next'): Promise<void> {
    const { items, usage, more, covers } = await this.#server.page(which);
    // A note of an upload is older than what has happened on the server since.
    for (const { item } of this.#shelf.records.values()) {
      if (covers(item.recordedAt) && !this.#server.items.has(item.id)) await this.#forget(item.id);
    }
    this.store.setState({ usage, more });
    this.#put(items);
  }

  #put(items: readonly LibraryItem[]): void {
    for (const item of items) this.#server.put(item);
    this.#options.learn(items.map(({ owner }) => owner));
    this.#show();
  }

  #gone(item: ItemId): void {
    void this.#forget(item).then(() => this.#lookAround());
  }

  /** The server does not have it (any more); a file on this device stays. */
  async #forget(id: ItemId): Promise<void> {
    this.#server.drop(id);
    if (this.#shelf.records.get(id)?.note?.status === 'done') await this.#shelf.files.noteUpload(id, null);
    this.#show();
  }

  #show(): void {
    if (this.#closed) return;
    const { items: server } = this.#server;
    this.store.setState({
      entries: mergeEntries({
        me: this.#options.me,
        device: this.#shelf.records,
        server,
        uploads: this.#uploadStates,
        thumbnails: this.#shelf.pictures,
        thumbnailUrl: (id) => this.#server.requests.thumbnailUrl(id),
      }),
    });
  }
}

function unlessGone(error: unknown): void {
  if (!(error instanceof CardeaError) || error.code !== 'not_found') throw error;
}
