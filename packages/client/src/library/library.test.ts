import { CardeaError, CreateItem, type ErrorCode, type ItemId, type LibraryItem } from '@cardea/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import type { LibraryEntry } from '../libraryApi.ts';
import { ScriptedSignalling } from '../signalling/scriptedSignalling.ts';
import { itemFiles } from './deviceLibrary.ts';
import { DeviceShelf } from './deviceShelf.ts';
import { writeFile, writeJson } from './folderFiles.ts';
import { Library } from './library.ts';
import { MemoryDirectory } from './memoryFiles.ts';
import { OpfsLibrary } from './opfsLibrary.ts';
import { PlayedItems } from './playedItems.ts';
import { deviceItem, me, serverItem } from './sampleItems.ts';
import type { FileSending } from './sendFile.ts';
import { ServerLibrary } from './serverLibrary.ts';
import { ServerShelf } from './serverShelf.ts';

const opened: Library[] = [];
afterEach(() => {
  for (const library of opened.splice(0)) library.close();
});

/** A server that keeps what it is told, and can be away. */
class KeepingServer {
  readonly items = new Map<ItemId, LibraryItem>();
  readonly deleted = new Map<ItemId, LibraryItem>();
  readonly sent: FileSending[] = [];
  readonly asked: string[] = [];
  refusal: ErrorCode | null = null;
  /** What happens with the bytes; by default they arrive. */
  send: (sending: FileSending) => Promise<void> = (sending) => {
    sending.onUrl('https://cardea/api/uploads/1');
    sending.onProgress(sending.file.size);
    const item = this.items.get(sending.item);
    if (item !== undefined) this.items.set(item.id, { ...item, state: 'ready' });
    return Promise.resolve();
  };

  async request<T>(
    method: string,
    path: string,
    schema: { parse(value: unknown): T },
    body?: unknown,
  ): Promise<T> {
    await Promise.resolve();
    this.asked.push(`${method} ${path}`);
    if (this.refusal !== null) throw new CardeaError(this.refusal);
    return schema.parse(this.#answer(method, path, body));
  }

  #answer(method: string, path: string, body: unknown): unknown {
    const [id, what] = path.split('/').slice(3) as [ItemId?, string?];
    if (method === 'GET' && id === undefined) {
      const items = [...this.items.values()].toSorted((a, b) => b.recordedAt - a.recordedAt);
      return { items, more: false, usage: { used: 1, quota: null, fileSize: 100 } };
    }
    if (id === undefined) {
      const { item } = CreateItem.parse(body);
      const known = this.items.get(item.id) ?? serverItem(item, { ...item, state: 'uploading' });
      this.items.set(item.id, known);
      return known;
    }
    if (what === 'restore') {
      const item = this.deleted.get(id);
      if (item === undefined) throw new CardeaError('not_found');
      this.items.set(id, item);
      return item;
    }
    const item = this.items.get(id);
    if (item === undefined) throw new CardeaError('not_found');
    if (method === 'DELETE') {
      this.items.delete(id);
      this.deleted.set(id, item);
      return {};
    }
    const changed = { ...item, ...(method === 'PATCH' && (body as object)) };
    this.items.set(id, changed);
    return changed;
  }
}

function open({ root = new MemoryDirectory(), server = new KeepingServer(), held = [] as string[] } = {}) {
  const line = new ScriptedSignalling();
  const log = (): void => undefined;
  const files = new OpfsLibrary({
    person: me.id,
    root: () => Promise.resolve(root),
    now: () => Date.now(),
    log,
  });
  const finish = vi.fn<(id: ItemId, progress: (share: number) => void) => Promise<void>>(() =>
    Promise.resolve(),
  );
  const stored = new Map<string, string>();
  const library = new Library({
    me: me.id,
    signalling: line,
    shelf: new DeviceShelf(files, undefined),
    storage: 'disk',
    server: new ServerShelf(new ServerLibrary(server, 'https://cardea')),
    played: new PlayedItems(
      {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
      me.id,
      log,
    ),
    uploads: {
      send: (sending) => {
        server.sent.push(sending);
        return server.send(sending);
      },
      clock: () => performance.now(),
      patience: () => 5,
    },
    locks: {
      query: () => Promise.resolve({ held: held.map((name) => ({ name })) }),
      request: ((_name: string, _options: unknown, run: () => Promise<void>) =>
        run()) as LockManager['request'],
    },
    otherTabs: null,
    lookAtPicture: () => Promise.resolve({ width: 8, height: 6, thumbnail: null }),
    saveAs: () => undefined,
    finish,
    learn: () => undefined,
    now: () => Date.now(),
    log,
  });
  opened.push(library);
  const entry = (id: ItemId): LibraryEntry | undefined =>
    library.store.getState().entries.find(({ item }) => item.id === id);
  return { library, line, files, server, root, entry, finish };
}

const picture = new Blob(['a picture'], { type: 'image/png' });
const of = { title: 'A slide', call: null, people: [me] };

test('a screenshot is kept on this device, with what it is of', async () => {
  const { library, entry } = open();
  const id = await library.keepScreenshot(picture, of);
  expect(entry(id)).toMatchObject({
    place: 'device',
    item: {
      kind: 'screenshot',
      title: 'A slide',
      width: 8,
      height: 6,
      people: [{ id: me.id, name: me.name }],
    },
  });
});

test('an upload brings the file with its checksum, and then it is at both places', async () => {
  const { library, server, entry } = open();
  const id = await library.keepScreenshot(picture, of);
  await library.upload(id);
  await vi.waitFor(() => expect(entry(id)).toMatchObject({ place: 'both', upload: null }));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await picture.arrayBuffer()));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  expect(server.items.get(id)?.sha256).toBe(hex);
});

test('while the server is away an upload waits, and goes on by itself', async () => {
  const { library, server, entry } = open();
  const id = await library.keepScreenshot(picture, of);
  server.refusal = 'unavailable';
  await library.upload(id);
  await vi.waitFor(() => expect(entry(id)?.upload).toMatchObject({ status: 'waiting' }));
  server.refusal = null;
  await vi.waitFor(() => expect(entry(id)?.place).toBe('both'));
});

test('what does not fit fails, and says why', async () => {
  const { library, server, entry } = open();
  const id = await library.keepScreenshot(picture, of);
  server.refusal = 'quota_exceeded';
  await library.upload(id);
  await vi.waitFor(() =>
    expect(entry(id)?.upload).toMatchObject({ status: 'failed', error: { code: 'quota_exceeded' } }),
  );
});

test('an upload that a reload cut off goes on where it was, without being asked', async () => {
  const before = open();
  const id = await before.library.keepScreenshot(picture, of);
  before.server.send = (sending) => {
    sending.onUrl('https://cardea/api/uploads/7');
    return new Promise(() => undefined);
  };
  await before.library.upload(id);
  await vi.waitFor(async () =>
    expect((await before.files.uploadNote(id))?.url).toBe('https://cardea/api/uploads/7'),
  );
  before.library.close();
  const server = new KeepingServer();
  const { entry } = open({ root: before.root, server });
  await vi.waitFor(() => expect(entry(id)?.place).toBe('both'));
  expect(server.sent.map(({ url }) => url)).toEqual(['https://cardea/api/uploads/7']);
});

test('a paused upload stays paused over a reload, until somebody wants it to go on', async () => {
  const before = open();
  const id = await before.library.keepScreenshot(picture, of);
  before.server.send = ({ signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    });
  await before.library.upload(id);
  await vi.waitFor(() => expect(before.server.sent).toHaveLength(1));
  await before.library.pauseUpload(id);
  expect(before.entry(id)?.upload?.status).toBe('paused');
  before.library.close();
  const { library, entry, server } = open({ root: before.root });
  await vi.waitFor(() => expect(entry(id)?.upload?.status).toBe('paused'));
  expect(server.sent).toEqual([]);
  await library.upload(id);
  await vi.waitFor(() => expect(entry(id)?.place).toBe('both'));
});

test('an upload that is given up leaves the file on this device and nothing on the server', async () => {
  const { library, server, entry } = open();
  const id = await library.keepScreenshot(picture, of);
  server.send = () => new Promise(() => undefined);
  await library.upload(id);
  await vi.waitFor(() => expect(server.sent).toHaveLength(1));
  await library.cancelUpload(id);
  expect(entry(id)).toMatchObject({ place: 'device', upload: null });
  expect(server.items.size).toBe(0);
});

test('an upload that is given up while it is being noted does not go on after a reload', async () => {
  const { library, server, entry, files, root } = open();
  const id = await library.keepScreenshot(picture, of);
  const read = files.uploadNote.bind(files);
  let goOn = (): void => undefined;
  const slowly = new Promise<void>((resolve) => (goOn = resolve));
  const reading = vi.spyOn(files, 'uploadNote').mockImplementationOnce(async (item) => {
    const note = await read(item);
    await slowly;
    return note;
  });
  await library.upload(id);
  await vi.waitFor(() => expect(reading).toHaveBeenCalled());
  const cancelled = library.cancelUpload(id);
  goOn();
  await cancelled;
  expect(await files.uploadNote(id)).toBeNull();
  library.close();
  const later = open({ root, server });
  await later.library.find(id);
  expect(later.entry(id)?.upload).toBeNull();
  expect(server.sent).toEqual([]);
  expect(entry(id)?.place).toBe('device');
});

test('damaged bytes are sent anew when somebody tries again', async () => {
  const { library, server, entry } = open();
  const id = await library.keepScreenshot(picture, of);
  const arrive = server.send;
  server.send = (sending) => {
    sending.onUrl('https://cardea/api/uploads/3');
    return Promise.reject(new CardeaError('checksum_mismatch'));
  };
  await library.upload(id);
  await vi.waitFor(() => expect(entry(id)?.upload?.status).toBe('failed'));
  server.send = arrive;
  await library.upload(id);
  await vi.waitFor(() => expect(entry(id)?.place).toBe('both'));
  expect(server.sent.map(({ url }) => url)).toEqual([null, null]);
});

test('what is removed goes everywhere, and comes back everywhere', async () => {
  const { library, server, entry } = open();
  const id = await library.keepScreenshot(picture, of);
  await library.upload(id);
  await vi.waitFor(() => expect(entry(id)?.place).toBe('both'));
  await library.remove(id);
  expect([entry(id), server.items.size]).toEqual([undefined, 0]);
  await library.restore(id);
  expect(entry(id)?.place).toBe('both');
});

test('if the server is away nothing is removed by half', async () => {
  const { library, server, entry } = open();
  const id = await library.keepScreenshot(picture, of);
  await library.upload(id);
  await vi.waitFor(() => expect(entry(id)?.place).toBe('both'));
  server.refusal = 'unavailable';
  await expect(library.remove(id)).rejects.toMatchObject({ code: 'unavailable' });
  expect(entry(id)?.place).toBe('both');
});

test('the list follows the server: what is shared appears, what is deleted elsewhere stays on this device', async () => {
  const { library, line, server, entry } = open();
  const theirs = serverItem(deviceItem());
  line.tell('library:changed', { item: theirs });
  expect(entry(theirs.id)?.place).toBe('server');
  line.tell('library:removed', { item: theirs.id });
  await vi.waitFor(() => expect(entry(theirs.id)).toBeUndefined());
  const id = await library.keepScreenshot(picture, of);
  await library.upload(id);
  await vi.waitFor(() => expect(entry(id)?.place).toBe('both'));
  server.items.delete(id);
  line.tell('library:removed', { item: id });
  await vi.waitFor(() => expect(entry(id)?.place).toBe('device'));
});

test('space on this device is freed only for what the server has', async () => {
  const { library, server, entry } = open();
  const id = await library.keepScreenshot(picture, of);
  await expect(library.removeFromDevice(id)).rejects.toMatchObject({ code: 'not_found' });
  expect(entry(id)?.place).toBe('device');
  await library.upload(id);
  await vi.waitFor(() => expect(server.items.get(id)?.state).toBe('ready'));
  await library.removeFromDevice(id);
  expect(entry(id)?.place).toBe('server');
});

test('without a server what is on this device is listed all the same', async () => {
  const server = new KeepingServer();
  const { library, entry } = open({ server });
  const id = await library.keepScreenshot(picture, of);
  server.refusal = 'unavailable';
  await library.load();
  expect([entry(id)?.place, library.store.getState().usage]).toEqual(['device', null]);
});

test('a recording that was cut off is offered, but not one that goes on in another tab', async () => {
  const root = new MemoryDirectory();
  const { files } = open({ root });
  const [cut, going] = [deviceItem(), deviceItem()];
  for (const { id } of [cut, going]) {
    const folder = await files.folder(id);
    await writeFile(folder, itemFiles.pieces, 'pieces');
    await writeJson(folder, itemFiles.draft, { title: 'A call', recordedAt: 5 });
  }
  const { library, files: shown, finish, entry } = open({ root, held: [`cardea-recording-${going.id}`] });
  const unfinished = () => library.store.getState().unfinished;
  await vi.waitFor(() => expect(unfinished()).toMatchObject([{ id: cut.id, progress: null }]));
  finish.mockImplementation(async (id, progress) => {
    progress(0.5);
    expect(unfinished()).toMatchObject([{ progress: 0.5 }]);
    await writeFile(await shown.folder(id), itemFiles.media, 'bytes');
    await shown.add({ ...cut, id }, null);
  });
  await library.keepUnfinished(cut.id);
  expect(entry(cut.id)?.place).toBe('device');
  expect(unfinished()).toEqual([]);
});

test('a message that was played is not new any more, after a reload too', () => {
  const { library } = open();
  const { id } = deviceItem();
  library.markPlayed(id);
  expect(library.store.getState().played.has(id)).toBe(true);
});
