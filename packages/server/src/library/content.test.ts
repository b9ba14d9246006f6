import { readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { join } from 'node:path';
import type { LibraryItem } from '@cardea/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { declare, describeFile, keep, outcomeOf, png, webm } from '../testing/testItems.ts';
import type { TestPerson } from '../testing/testPerson.ts';
import { TestServers } from '../testing/testServer.ts';

describe('the bytes of an item', () => {
  let servers: TestServers;
  let server: RunningServer;
  let ann: TestPerson;
  let item: LibraryItem;
  let path: string;
  const file = webm(10_000);

  beforeAll(async () => {
    servers = await TestServers.create();
    server = await servers.start();
    ann = (await servers.device(server, 'Ann')).person;
    ({ item, path } = await keep(ann, file, { title: 'Käthe & Bob: "42%" /../etc ☎' }));
  });
  afterAll(() => servers.close());

  const content = (headers: Record<string, string> = {}, method = 'GET', query = ''): Promise<Response> =>
    ann.request(method, `/api/library/${item.id}/content${query}`, undefined, headers);

  it.each([
    ['bytes=0-0', 206, 'bytes 0-0/10000', 0, 1],
    ['bytes=100-199', 206, 'bytes 100-199/10000', 100, 200],
    ['bytes=9999-', 206, 'bytes 9999-9999/10000', 9_999, 10_000],
    ['bytes=-500', 206, 'bytes 9500-9999/10000', 9_500, 10_000],
    ['bytes=-99999', 206, 'bytes 0-9999/10000', 0, 10_000],
    ['bytes=9000-99999', 206, 'bytes 9000-9999/10000', 9_000, 10_000],
    ['bytes=0-1,5-6', 200, null, 0, 10_000],
    ['bytes=5-1', 200, null, 0, 10_000],
    ['bytes=x', 200, null, 0, 10_000],
    ['lines=1-2', 200, null, 0, 10_000],
    ['bytes=10000-', 416, 'bytes */10000', 0, 0],
    ['bytes=-0', 416, 'bytes */10000', 0, 0],
  ])('answer %s with %i', async (range, status, said, first, end) => {
    const answer = await content({ range });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([status, said]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(file.subarray(first, end))).toBe(true);
  });

  it('are a part only of what the client has already, and nothing where it has all', async () => {
    const tag = `"${item.sha256}"`;
    const head = await content({}, 'HEAD');
    expect([head.headers.get('etag'), head.headers.get('content-length')]).toEqual([tag, '10000']);
    expect((await content({ range: 'bytes=0-9', 'if-range': tag })).status).toBe(206);
    expect((await content({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
    expect((await content({ 'if-none-match': tag })).status).toBe(304);
  });

  it('can be played and saved, and never run', async () => {
    const played = await content();
    expect(Object.fromEntries(played.headers)).toMatchObject({
      'content-type': 'video/webm',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'cross-origin-resource-policy': 'same-origin',
      'accept-ranges': 'bytes',
    });
    expect(played.headers.get('content-encoding')).toBeNull();
    expect(played.headers.get('content-disposition')).toMatch(/^inline; /);
    const saved = await content({}, 'GET', '?download');
    expect(saved.headers.get('content-disposition')).toBe(
      'attachment; filename="K_the & Bob_ _42__ _.._etc _.webm"; ' +
        "filename*=UTF-8''K%C3%A4the%20%26%20Bob_%20_42__%20_.._etc%20%E2%98%8E.webm",
    );
    await played.arrayBuffer();
    await saved.arrayBuffer();
  });

  it('show the small picture as a picture', async () => {
    const description = describeFile(png);
    await declare(ann, description, 'data:image/png;base64,iVBORw0KGgo=');
    const picture = await ann.request('GET', `/api/library/${description.id}/thumbnail`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
    const svg = 'data:image/svg+xml;base64,PHN2Zz4=';
    expect(await outcomeOf(declare(ann, describeFile(png), svg))).toBe('400 invalid_request');
  });

  it('close their file when whoever takes them is gone', async () => {
    const big = await keep(ann, webm(12 * 1024 * 1024));
    const name = big.path.split('/').at(-1) ?? '';
    const openFiles = async (): Promise<number> => {
      const fds = await readdir('/proc/self/fd');
      const files = await Promise.all(fds.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
      return files.filter((one) => one.endsWith(name)).length;
    };
    await new Promise<void>((resolve, reject) => {
      const { cookie } = ann;
      const options = { port: server.port, path: `/api/library/${big.item.id}/content`, headers: { cookie } };
      const asked = plainRequest(options, (response) => {
        response.once('data', () => {
          response.pause();
          openFiles().then((count) => {
            asked.destroy();
            return count === 1 ? resolve() : reject(new Error(`${count} files are open`));
          }, reject);
        });
      });
      // Ours is the end that breaks it off.
      asked.on('error', () => {});
      asked.end();
    });
    await expect.poll(openFiles).toBe(0);
  });

  it('are not read from outside the folder, even if a link was put there', async () => {
    const secret = join(servers.settings.dataDir, 'secret.txt');
    const name = join(servers.settings.dataDir, 'library', path.split('/').at(-1) ?? '');
    await writeFile(secret, 'secret'.repeat(2_000));
    await rm(name);
    await symlink(secret, name);
    const refused = await content({}, 'GET', '?download');
    const told = ['etag', 'content-disposition', 'content-range'].map((name) => refused.headers.get(name));
    expect(told).toEqual([null, null, null]);
    expect(await outcomeOf(refused)).toBe('404 not_found');
  });
});

describe('without a library', () => {
  it('there is none of its addresses', async () => {
    const servers = await TestServers.create();
    const server = await servers.start({ library: false });
    const { person } = await servers.device(server, 'Ann');
    for (const path of ['/api/library', `/api/shares/${'x'.repeat(43)}`]) {
      expect(await outcomeOf(person.request('GET', path))).toBe('404 not_found');
    }
    expect(await outcomeOf(declare(person, describeFile(png)))).toBe('404 not_found');
    await servers.close();
  });
});
