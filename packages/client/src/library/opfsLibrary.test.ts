import { newId, ItemId } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { itemFiles } from './deviceLibrary.ts';
import { readFile, writeFile, writeJson } from './folderFiles.ts';
import { MemoryDirectory } from './memoryFiles.ts';
import { OpfsLibrary } from './opfsLibrary.ts';
import { deviceItem, me } from './sampleItems.ts';

function open(root = new MemoryDirectory(), clock = { now: 0 }) {
  const warnings: string[] = [];
  const library = new OpfsLibrary({
    person: me.id,
    root: () => Promise.resolve(root),
    now: () => clock.now,
    log: (level, text) => void (level === 'warn' && warnings.push(text)),
  });
  return { library, root, clock, warnings };
}

async function keep(library: OpfsLibrary, item = deviceItem()) {
  await writeFile(await library.folder(item.id), itemFiles.media, 'bytes');
  await library.add(item, new Blob(['picture']));
  return item;
}

test('what was kept is there after a reload', async () => {
  const { library, root } = open();
  const item = await keep(library);
  const { items } = await open(root).library.list();
  expect(items).toEqual([{ item, note: null, thumbnail: expect.any(File) as unknown }]);
  expect(await (await library.media(item.id)).text()).toBe('bytes');
});

test('each person has a library of their own', async () => {
  const { library, root } = open();
  await keep(library);
  const other = new OpfsLibrary({
    person: newId({ parse: (id: string) => id as typeof me.id }),
    root: () => Promise.resolve(root),
    now: () => 0,
    log: () => undefined,
  });
  expect((await other.list()).items).toEqual([]);
});

test.each([
  ['no JSON', '{'],
  ['another shape', '{"title":"A call"}'],
  ['a field nobody knows', JSON.stringify({ ...deviceItem(), path: '../..' })],
  ['a size below zero', JSON.stringify(deviceItem({ size: -1 }))],
])('a description that is damaged (%s) is in no list, and nothing of it is deleted', async (_what, text) => {
  const { library, warnings } = open();
  const item = await keep(library);
  const folder = await library.folder(item.id);
  await writeFile(folder, itemFiles.description, text);
  await writeFile(folder, itemFiles.pieces, 'pieces');
  await writeJson(folder, itemFiles.draft, { title: 'A call', recordedAt: 5 });
  expect(await library.list()).toEqual({ items: [], unfinished: [] });
  expect(warnings).toEqual(['a stored file cannot be read']);
  expect(await (await readFile(folder, itemFiles.media))?.text()).toBe('bytes');
});

test('a recording that was cut off is unfinished; one without pieces is nothing', async () => {
  const { library } = open();
  const [cut, empty] = [newId(ItemId), newId(ItemId)];
  const folder = await library.folder(cut);
  await writeFile(folder, itemFiles.pieces, 'pieces');
  await writeJson(folder, itemFiles.draft, { title: 'A call', recordedAt: 5, mine: 'of the recorder' });
  await writeJson(await library.folder(empty), itemFiles.draft, { title: 'Another', recordedAt: 6 });
  expect(await library.list()).toEqual({
    items: [],
    unfinished: [{ id: cut, title: 'A call', recordedAt: 5, size: 6 }],
  });
});

test('when there is a file, what it was made of goes', async () => {
  const { library } = open();
  const item = deviceItem();
  const folder = await library.folder(item.id);
  await writeFile(folder, itemFiles.pieces, 'pieces');
  await writeJson(folder, itemFiles.draft, { title: 'A call', recordedAt: 5 });
  await keep(library, item);
  expect(await readFile(folder, itemFiles.pieces)).toBeNull();
  expect((await library.list()).items).toHaveLength(1);
});

test('what was removed can be brought back for ten minutes, and is gone after', async () => {
  const { library, clock } = open();
  const item = await keep(library);
  await library.hide(item.id);
  expect((await library.list()).items).toEqual([]);
  expect(await library.restore(item.id)).toBe(true);
  expect((await library.list()).items).toHaveLength(1);
  await library.hide(item.id);
  clock.now = 11 * 60_000;
  await library.list();
  expect(await library.restore(item.id)).toBe(false);
});

test('a new title is kept, and an upload’s note too', async () => {
  const { library, root } = open();
  const { id } = await keep(library);
  await library.rename(id, 'Renamed');
  await library.noteUpload(id, { status: 'paused', sha256: null, url: 'https://cardea/api/uploads/1' });
  const { items } = await open(root).library.list();
  expect(items).toMatchObject([{ item: { title: 'Renamed' }, note: { status: 'paused' } }]);
});
