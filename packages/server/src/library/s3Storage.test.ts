import { limits } from '@cardea/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { closeStorage, openStorage } from '../storage/storage.ts';
import { TestBucket } from '../testing/testBucket.ts';
import {
  beginUpload,
  declare,
  describeFile,
  itemOf,
  keep,
  outcomeOf,
  pathOf,
  sendBytes,
  tus,
  webm,
} from '../testing/testItems.ts';
import type { TestPerson } from '../testing/testPerson.ts';
import { TestServers } from '../testing/testServer.ts';

const megabyte = 1024 * 1024;

describe('a library in an S3-compatible store', () => {
  let bucket: TestBucket;
  let servers: TestServers;
  let server: RunningServer;
  let ann: TestPerson;

  beforeAll(async () => {
    bucket = await TestBucket.open();
    servers = await TestServers.create();
    server = await servers.start(bucket.settings, { libraryInterval: 50 });
    ann = (await servers.device(server, 'Ann')).person;
  });
  afterAll(async () => {
    await servers.close();
    await bucket.close();
  });

  it('keeps a file of several parts and gives it back, whole and in ranges', async () => {
    const file = webm(5 * megabyte + 100_000);
    const item = describeFile(file);
    await declare(ann, item);
    const path = pathOf(await beginUpload(ann, item));
    for (let at = 0; at < file.length; at += 5 * megabyte) {
      expect((await sendBytes(ann, path, file.subarray(at, at + 5 * megabyte), at)).status).toBe(204);
    }
    expect((await itemOf(ann, item.id)).state).toBe('ready');
    const whole = await ann.request('GET', `/api/library/${item.id}/content`);
    expect(Buffer.from(await whole.arrayBuffer()).equals(file)).toBe(true);
    // Across the border of the parts.
    const range = { range: `bytes=${5 * megabyte - 50}-${5 * megabyte + 49}` };
    const part = await ann.request('GET', `/api/library/${item.id}/content`, undefined, range);
    expect(part.status).toBe(206);
    const wanted = file.subarray(5 * megabyte - 50, 5 * megabyte + 50);
    expect(Buffer.from(await part.arrayBuffer()).equals(wanted)).toBe(true);
  });

  it('goes on after a restart, with pieces smaller than a part too', async () => {
    const file = webm(300_000);
    const item = describeFile(file);
    await declare(ann, item);
    const path = pathOf(await beginUpload(ann, item));
    await sendBytes(ann, path, file.subarray(0, 100_000));
    await servers.stop(server);
    server = await servers.start(bucket.settings, { libraryInterval: 50 });
    ann = ann.on(server.port);
    expect((await tus(ann, 'HEAD', path)).headers.get('upload-offset')).toBe('100000');
    expect(await outcomeOf(sendBytes(ann, path, file.subarray(100_000), 100_000))).toBe('204');
    const whole = await ann.request('GET', `/api/library/${item.id}/content`);
    expect(Buffer.from(await whole.arrayBuffer()).equals(file)).toBe(true);
  });

  it('refuses what is not what was announced, and leaves nothing of it', async () => {
    const before = await bucket.names();
    const item = describeFile(webm());
    await declare(ann, item);
    const path = pathOf(await beginUpload(ann, item));
    expect(await outcomeOf(sendBytes(ann, path, webm()))).toBe('422 checksum_mismatch');
    expect(await bucket.names()).toEqual(before);
  });

  it('removes what is deleted and what is abandoned, parts too', async () => {
    const before = await bucket.names();
    const { item } = await keep(ann, webm());
    await ann.request('DELETE', `/api/library/${item.id}`);
    const half = describeFile(webm(), { size: 6 * megabyte });
    await declare(ann, half);
    const path = pathOf(await beginUpload(ann, half));
    await sendBytes(ann, path, Buffer.alloc(5 * megabyte));
    expect((await bucket.names()).length).toBeGreaterThan(before.length + 2);
    expect(await outcomeOf(tus(ann, 'DELETE', path))).toBe('204');
    const storage = await openStorage({ ...servers.settings, program: 'operator', onError: () => {} });
    await storage.db
      .updateTable('items')
      .set({ deleted_at: Date.now() - limits.undoTime })
      .where('id', '=', item.id)
      .execute();
    await closeStorage(storage);
    await expect.poll(() => bucket.names()).toEqual(before);
  });

  it('does not start without its bucket', async () => {
    await expect(servers.start({ ...bucket.settings, s3Bucket: 'another' })).rejects.toThrow();
  });
});
