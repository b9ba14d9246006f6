import { mkdir, readdir, rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '@cardea/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { closeStorage, openStorage, type Storage } from '../storage/storage.ts';
import { sqlite, testDatabases } from '../testing/testDatabases.ts';
import {
  beginUpload,
  declare,
  describeFile,
  itemOf,
  keep,
  outcomeOf,
  pathOf,
  sendBytes,
  webm,
} from '../testing/testItems.ts';
import { befriend, TestServers } from '../testing/testServer.ts';

const day = 24 * 60 * 60 * 1000;

describe.each(testDatabases())('cleaning up the library on $name', (database) => {
  let servers: TestServers;
  let server: RunningServer;
  /** The same database, so that a test can let time go by in it. */
  let storage: Storage;

  beforeAll(async () => {
    servers = await TestServers.create(database);
    server = await servers.start({}, { libraryInterval: 50 });
    storage = await openStorage({ ...servers.settings, program: 'operator', onError: () => {} });
  });
  afterAll(async () => {
    await closeStorage(storage);
    await servers.close();
  });

  const files = async (path: string): Promise<string[]> => {
    const names = await readdir(join(servers.settings.dataDir, 'library'));
    return names.filter((name) => name.startsWith(path.split('/').at(-1) ?? ''));
  };

  it('restores what was deleted within ten minutes, shares and links too, and removes it for good afterwards', async () => {
    const [ann, bob] = [await servers.device(server, 'Ann'), await servers.device(server, 'Bob')];
    await befriend(ann, bob);
    const { item, path } = await keep(ann.person, webm());
    const at = `/api/library/${item.id}`;
    await ann.person.request('PUT', `${at}/people`, { people: [bob.person.me.id] });
    await bob.next('library:changed', (event) => event.item.id === item.id);
    await ann.person.request('DELETE', at);
    await bob.next('library:removed', (event) => event.item === item.id);
    expect(await outcomeOf(bob.person.request('GET', at))).toBe('404 not_found');
    expect(await outcomeOf(ann.person.request('POST', `${at}/restore`))).toBe('200');
    await bob.next('library:changed', (event) => event.item.id === item.id);
    expect(await outcomeOf(bob.person.request('GET', at))).toBe('200');

    await ann.person.request('DELETE', at);
    expect(await files(path)).toHaveLength(2);
    await storage.db
      .updateTable('items')
      .set({ deleted_at: Date.now() - limits.undoTime })
      .where('id', '=', item.id)
      .execute();
    await expect.poll(() => files(path)).toEqual([]);
    expect(await outcomeOf(ann.person.request('POST', `${at}/restore`))).toBe('404 not_found');
  });

  it.runIf(database === sqlite)('removes an upload that has rested for a day', async () => {
    const { person: ann } = await servers.device(server, 'Ann');
    const file = webm();
    const [abandoned, young] = [describeFile(file), describeFile(file)];
    for (const item of [abandoned, young]) await declare(ann, item);
    const path = pathOf(await beginUpload(ann, abandoned));
    await sendBytes(ann, path, file.subarray(0, 100));
    await storage.db
      .updateTable('items')
      .set({ touched_at: Date.now() - day - 1_000 })
      .where('id', '=', abandoned.id)
      .execute();
    await expect.poll(() => files(path)).toEqual([]);
    expect(await outcomeOf(ann.request('GET', `/api/library/${abandoned.id}`))).toBe('404 not_found');
    expect((await itemOf(ann, young.id)).state).toBe('uploading');
  });

  it.runIf(database === sqlite)('removes the others when one cannot be removed', async () => {
    const { person: ann } = await servers.device(server, 'Ann');
    const kept = [await keep(ann, webm()), await keep(ann, webm())];
    const [stuck, other] = kept.toSorted((one, two) => (one.item.id < two.item.id ? -1 : 1));
    if (stuck === undefined || other === undefined) throw new Error('two were kept');
    const name = join(servers.settings.dataDir, 'library', stuck.path.split('/').at(-1) ?? '');
    await rm(name);
    await mkdir(name);
    await storage.db.updateTable('items').set({ deleted_at: 0 }).where('owner_id', '=', ann.me.id).execute();
    await expect.poll(() => files(other.path)).toEqual([]);
    expect(await files(stuck.path)).not.toEqual([]);
    await rmdir(name);
    await expect.poll(() => files(stuck.path)).toEqual([]);
  });

  it.runIf(database === sqlite)('removes what a guest has left who is gone for good', async () => {
    const { person: ann } = await servers.device(server, 'Ann');
    const { path } = await keep(ann, webm());
    await ann.request('DELETE', '/api/session');
    await expect.poll(() => files(path)).toEqual([]);
  });

  it.runIf(database === sqlite)(
    'removes bytes that no item knows once they are old, at a start',
    async () => {
      const folder = join(servers.settings.dataDir, 'library');
      const stray = (last: string) => `cardea-${'x'.repeat(21)}${last}`;
      for (const name of [stray('1'), stray('2'), 'else.txt']) {
        await writeFile(join(folder, name), 'x');
        if (name !== stray('2')) await utimes(join(folder, name), 0, 0);
      }
      const { person: ann } = await servers.device(server, 'Ann');
      const { path } = await keep(ann, webm());
      for (const name of await files(path)) await utimes(join(folder, name), 0, 0);
      const other = await servers.start();
      await expect.poll(() => readdir(folder)).not.toContain(stray('1'));
      expect(await readdir(folder)).toEqual(
        expect.arrayContaining([stray('2'), 'else.txt', ...(await files(path))]),
      );
      expect(await files(path)).toHaveLength(2);
      await servers.stop(other);
    },
  );
});
