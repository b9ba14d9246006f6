import { readdir, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ItemId, newId } from '@cardea/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { testDatabases } from '../testing/testDatabases.ts';
import {
  beginUpload,
  declare,
  describeFile,
  itemOf,
  keep,
  outcomeOf,
  pathOf,
  png,
  sendBytes,
  tus,
  webm,
} from '../testing/testItems.ts';
import { TestPerson } from '../testing/testPerson.ts';
import { TestServers } from '../testing/testServer.ts';

const megabyte = 1024 * 1024;

describe('uploads', () => {
  let servers: TestServers;
  let server: RunningServer;
  let count = 0;
  const newPerson = (): Promise<TestPerson> =>
    TestPerson.guest(server.port, `Ann without a device ${(count += 1)}`);
  const folder = (): string => join(servers.settings.dataDir, 'library');

  beforeAll(async () => {
    servers = await TestServers.create();
    server = await servers.start();
  });
  afterEach(() => servers.closeDevices());
  afterAll(() => servers.close());

  it('keeps a file that is what was announced, and tells every device of its owner', async () => {
    const device = await servers.device(server, 'Ann');
    const file = webm(100_000);
    const { item } = await keep(device.person, file);
    expect(item).toMatchObject({ state: 'ready', owner: { id: device.person.me.id }, size: 100_000 });
    await device.next('library:changed', (event) => event.item.state === 'ready');
    const content = await device.person.request('GET', `/api/library/${item.id}/content`);
    expect(Buffer.from(await content.arrayBuffer()).equals(file)).toBe(true);
  });

  it("takes the same declaration twice, and nobody else's, nor another under the same id", async () => {
    const [ann, bob] = [await newPerson(), await newPerson()];
    const item = describeFile(webm());
    for (const _ of [1, 2]) expect(await outcomeOf(declare(ann, item))).toBe('200');
    expect(await outcomeOf(declare(bob, item))).toBe('403 not_allowed');
    expect(await outcomeOf(declare(ann, { ...item, size: item.size + 1 }))).toBe('403 not_allowed');
    await ann.request('PATCH', `/api/library/${item.id}`, { title: 'Renamed' });
    expect(await outcomeOf(declare(ann, item))).toBe('200');
    expect((await itemOf(ann, item.id)).title).toBe('Renamed');
  });

  it("begins only for one's own item, of the length that was declared", async () => {
    const [ann, bob] = [await newPerson(), await newPerson()];
    const item = describeFile(webm());
    await declare(ann, item);
    expect(await outcomeOf(beginUpload(bob, item))).toBe('404 not_found');
    expect(await outcomeOf(beginUpload(ann, { id: newId(ItemId), size: 5 }))).toBe('404 not_found');
    expect(await outcomeOf(beginUpload(ann, { ...item, size: 10 ** 10 }))).toBe('400 invalid_request');
    const metadata = `item ${Buffer.from(item.id).toString('base64')}`;
    for (const headers of [
      { 'upload-defer-length': '1', 'upload-metadata': metadata },
      { 'upload-length': '-1', 'upload-metadata': metadata },
      { 'upload-length': String(item.size) },
      { 'upload-length': String(item.size), 'upload-metadata': 'item Li4vLi4vZXRjL3Bhc3N3ZA==' },
      { 'upload-length': String(item.size), 'upload-metadata': 'item' },
    ]) {
      expect(await outcomeOf(tus(ann, 'POST', '', headers as Record<string, string>))).toBe(
        '400 invalid_request',
      );
    }
    expect(await outcomeOf(beginUpload(ann, item))).toBe('201');
  });

  it('is found by nobody but its owner, and ids that are no ids lead nowhere', async () => {
    const [ann, bob] = [await newPerson(), await newPerson()];
    const item = describeFile(webm());
    await declare(ann, item);
    const path = pathOf(await beginUpload(ann, item));
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const stranger = await tus(bob, method, path, {
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      });
      expect(stranger.status).toBe(404);
    }
    const signedOut = { origin: ann.origin, cookie: '' };
    expect(await outcomeOf(sendBytes(signedOut, path, webm()))).toBe('401 not_signed_in');
    for (const trick of [
      '..%2f..%2fcardea.db',
      '..',
      '%00',
      'cardea-..%2f',
      `${path.split('/').at(-1)}.json`,
    ]) {
      const response = await tus(ann, 'HEAD', `/api/uploads/${trick}`);
      expect([400, 404]).toContain(response.status);
    }
    expect((await tus(ann, 'HEAD', path)).headers.get('upload-offset')).toBe('0');
  });

  it('goes on where it was, and refuses what does not belong there', async () => {
    const ann = await newPerson();
    const file = webm(10_000);
    const item = describeFile(file);
    await declare(ann, item);
    const path = pathOf(await beginUpload(ann, item));
    expect((await sendBytes(ann, path, file.subarray(0, 4_000))).headers.get('upload-offset')).toBe('4000');
    expect(await outcomeOf(sendBytes(ann, path, file.subarray(3_000), 3_000))).toBe('409');
    expect(await outcomeOf(sendBytes(ann, path, file, 4_000))).toBe('413 too_large');
    expect((await tus(ann, 'HEAD', path)).headers.get('upload-offset')).toBe('4000');
    expect((await itemOf(ann, item.id)).state).toBe('uploading');
    expect(await outcomeOf(sendBytes(ann, path, file.subarray(4_000), 4_000))).toBe('204');
    // A client that missed the last answer asks, or sends nothing once more.
    expect((await tus(ann, 'HEAD', path)).headers.get('upload-offset')).toBe('10000');
    expect(await outcomeOf(sendBytes(ann, path, Buffer.alloc(0), 10_000))).toBe('204');
    expect(await outcomeOf(tus(ann, 'DELETE', path))).toBe('403 not_allowed');
    expect((await itemOf(ann, item.id)).state).toBe('ready');
  });

  it('refuses bytes that are not those announced, and takes them anew', async () => {
    const ann = await newPerson();
    const file = webm();
    const item = describeFile(file);
    await declare(ann, item);
    const path = pathOf(await beginUpload(ann, item));
    expect(await outcomeOf(sendBytes(ann, path, webm()))).toBe('422 checksum_mismatch');
    expect(await outcomeOf(tus(ann, 'HEAD', path))).toBe('404');
    expect((await itemOf(ann, item.id)).state).toBe('uploading');
    expect(await outcomeOf(sendBytes(ann, pathOf(await beginUpload(ann, item)), file))).toBe('204');
    expect((await itemOf(ann, item.id)).state).toBe('ready');
  });

  it('refuses what only says that it is a film or a picture', async () => {
    const ann = await newPerson();
    const page = Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(2_000));
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    const refused = [
      [page, 'video/webm'],
      [svg, 'image/png'],
      [png, 'image/jpeg'],
      [webm(), 'video/mp4'],
    ] as const;
    for (const [file, mediaType] of refused) {
      const item = describeFile(file, { mediaType });
      await declare(ann, item);
      const path = pathOf(await beginUpload(ann, item));
      expect(await outcomeOf(sendBytes(ann, path, file))).toBe('415 unsupported_media');
      expect(await outcomeOf(ann.request('GET', `/api/library/${item.id}`))).toBe('404 not_found');
    }
    expect((await keep(ann, png, { mediaType: 'image/png', kind: 'screenshot' })).item.state).toBe('ready');
    expect((await keep(ann, webm(), { mediaType: 'audio/webm' })).item.state).toBe('ready');
  });

  it('has only so many unfinished uploads of one person', async () => {
    const ann = await newPerson();
    for (let at = 0; at < 10; at += 1)
      expect(await outcomeOf(declare(ann, describeFile(webm())))).toBe('200');
    expect(await outcomeOf(declare(ann, describeFile(webm())))).toBe('413 quota_exceeded');
  });

  it('takes no more bytes for an item that is deleted, until it is restored', async () => {
    const ann = await newPerson();
    const file = webm();
    const item = describeFile(file);
    await declare(ann, item);
    const path = pathOf(await beginUpload(ann, item));
    await sendBytes(ann, path, file.subarray(0, 1_000));
    await ann.request('DELETE', `/api/library/${item.id}`);
    expect(await outcomeOf(sendBytes(ann, path, file.subarray(1_000), 1_000))).toBe('404 not_found');
    await ann.request('POST', `/api/library/${item.id}/restore`);
    expect(await outcomeOf(sendBytes(ann, path, file.subarray(1_000), 1_000))).toBe('204');
  });

  it('gives an upload up when its owner says so, or begins another', async () => {
    const ann = await newPerson();
    const file = webm();
    const item = describeFile(file);
    await declare(ann, item);
    const first = pathOf(await beginUpload(ann, item));
    const second = pathOf(await beginUpload(ann, item));
    expect((await tus(ann, 'HEAD', first)).status).toBe(404);
    expect(await outcomeOf(tus(ann, 'DELETE', second))).toBe('204');
    expect((await tus(ann, 'HEAD', second)).status).toBe(404);
    const names = (await readdir(folder())).filter((name) =>
      [first, second].some((path) => path.endsWith(name)),
    );
    expect(names).toEqual([]);
  });

  it('ends whoever still sends bytes when the upload is given up', async () => {
    const ann = await newPerson();
    const file = webm(50_000);
    const item = describeFile(file);
    await declare(ann, item);
    const path = pathOf(await beginUpload(ann, item));
    const name = path.split('/').at(-1) ?? '';
    const { origin, cookie } = ann;
    const sending = fetch(origin + path, {
      method: 'PATCH',
      headers: {
        ...{ origin, cookie, 'tus-resumable': '1.0.0', 'upload-offset': '0' },
        'content-type': 'application/offset+octet-stream',
      },
      body: new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(file.subarray(0, 1_000))),
      }),
      duplex: 'half',
    });
    await expect.poll(async () => (await stat(join(folder(), name))).size).toBe(1_000);
    expect(await outcomeOf(tus(ann, 'DELETE', path))).toBe('204');
    // As much as there was is written, and whoever asks for more room is told that there is no such upload.
    expect((await sending).headers.get('upload-offset')).toBe('1000');
    expect((await tus(ann, 'HEAD', path)).status).toBe(404);
    const fds = await readdir('/proc/self/fd');
    const links = await Promise.all(fds.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
    expect(links.filter((link) => link.includes(name))).toEqual([]);
  });

  it('is told to every device when what was deleted is declared again', async () => {
    const device = await servers.device(server, 'Ann');
    const item = describeFile(webm());
    await declare(device.person, item);
    await device.next('library:changed');
    await device.person.request('DELETE', `/api/library/${item.id}`);
    await device.next('library:removed');
    expect(await outcomeOf(declare(device.person, item))).toBe('200');
    expect((await device.next('library:changed')).item.id).toBe(item.id);
  });

  it('is sent by two at once and arrives whole', async () => {
    const ann = await newPerson();
    const file = webm(300_000);
    const item = describeFile(file);
    await declare(ann, item);
    const path = pathOf(await beginUpload(ann, item));
    const statuses = (await Promise.all([sendBytes(ann, path, file), sendBytes(ann, path, file)])).map(
      (response) => response.status,
    );
    expect(statuses).toContain(204);
    await expect.poll(async () => (await itemOf(ann, item.id)).state).toBe('ready');
  });

  it('leaves files alone that are not its own', async () => {
    await writeFile(join(folder(), 'notes.txt'), 'mine');
    const later = await servers.start();
    await servers.stop(later);
    expect(await readdir(folder())).toContain('notes.txt');
  });
});

describe.each(testDatabases())('room for uploads on $name', (database) => {
  let servers: TestServers;

  beforeEach(async () => {
    servers = await TestServers.create(database);
  });
  afterEach(() => servers.close());

  it('keeps to the largest file and to what one person may have, also when many want it at once', async () => {
    const server = await servers.start({ libraryQuotaMb: 4, libraryFileMb: 3 });
    const { person: ann } = await servers.device(server, 'Ann');
    const huge = describeFile(webm(), { size: 10 * 1024 ** 3 });
    expect(await outcomeOf(declare(ann, huge))).toBe('413 too_large');
    const many = Array.from({ length: 6 }, () => describeFile(webm(), { size: megabyte }));
    const outcomes = await Promise.all(many.map((item) => outcomeOf(declare(ann, item))));
    expect(outcomes.filter((outcome) => outcome === '200')).toHaveLength(4);
    expect(outcomes.filter((outcome) => outcome === '413 quota_exceeded')).toHaveLength(2);
    const { usage } = (await (await ann.request('GET', '/api/library')).json()) as { usage: unknown };
    expect(usage).toEqual({ used: 4 * megabyte, quota: 4 * megabyte, fileSize: 3 * megabyte });
    // What was deleted gives way although it could still be restored.
    const first = many.find((_, at) => outcomes[at] === '200');
    await ann.request('DELETE', `/api/library/${first?.id ?? ''}`);
    expect(await outcomeOf(declare(ann, describeFile(webm(), { size: megabyte })))).toBe('200');
    expect(await outcomeOf(ann.request('POST', `/api/library/${first?.id ?? ''}/restore`))).toBe(
      '404 not_found',
    );
  });

  it('lets a guest keep less than an account', async () => {
    const server = await servers.start({ libraryQuotaMb: 3, libraryGuestQuotaMb: 1 });
    const guest = await TestPerson.guest(server.port, 'Ann');
    const account = await TestPerson.enter(server.port, '/api/accounts', {
      name: 'Bob',
      password: 'a long password',
    });
    const two = () => describeFile(webm(), { size: 2 * megabyte });
    expect(await outcomeOf(declare(guest, two()))).toBe('413 quota_exceeded');
    expect(await outcomeOf(declare(account, two()))).toBe('200');
    const { usage } = (await (await guest.request('GET', '/api/library')).json()) as { usage: unknown };
    expect(usage).toMatchObject({ used: 0, quota: megabyte });
  });

  it('keeps to what all people together may have, also when two want the rest at once', async () => {
    const crowded = await servers.start({ libraryServerQuotaMb: 1 });
    const people = [await servers.device(crowded, 'Ann'), await servers.device(crowded, 'Bob')];
    const outcomes = await Promise.all(
      people.map(({ person }) => outcomeOf(declare(person, describeFile(webm(), { size: 600_000 })))),
    );
    expect(outcomes.toSorted()).toEqual(['200', '413 quota_exceeded']);
  });
});
