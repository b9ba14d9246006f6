import { setTimeout as sleep } from 'node:timers/promises';
import type { LibraryItem } from '@cardea/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { CuttableProxy } from '../testing/cuttableProxy.ts';
import { beginUpload, declare, describeFile, itemOf, keep, pathOf, tus, webm } from '../testing/testItems.ts';
import type { TestPerson } from '../testing/testPerson.ts';
import { TestServers } from '../testing/testServer.ts';

/** A body that comes in pieces, so that there is time to cut it. */
function slowly(bytes: Buffer, piece = 8 * 1024): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      await sleep(2);
      controller.enqueue(new Uint8Array(bytes.subarray(at, (at += piece))));
      if (at >= bytes.length) controller.close();
    },
  });
}

async function offsetOf(person: TestPerson, path: string): Promise<number | null> {
  try {
    const answer = await tus(person, 'HEAD', path);
    return answer.status === 200 ? Number(answer.headers.get('upload-offset')) : null;
  } catch {
    // The way is cut, or the server is not there.
    return null;
  }
}

/** Asks where it is and sends the rest, again and again, as a client does. @returns how often it had to */
async function sendUntilDone(persons: () => TestPerson, path: string, file: Buffer): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    if (tries > 500) throw new Error('it never arrives');
    const person = persons();
    const offset = await offsetOf(person, path);
    if (offset === file.length) return tries;
    if (offset === null) {
      await sleep(10);
      continue;
    }
    const { origin, cookie } = person;
    await fetch(origin + path, {
      method: 'PATCH',
      headers: {
        ...{ origin, cookie, 'tus-resumable': '1.0.0' },
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(offset),
      },
      body: slowly(file.subarray(offset)),
      duplex: 'half',
    }).catch(() => null);
  }
}

describe('an upload that is interrupted', () => {
  let servers: TestServers;
  let server: RunningServer;

  beforeAll(async () => {
    servers = await TestServers.create();
    server = await servers.start();
  });
  afterAll(() => servers.close());

  async function begin(file: Buffer): Promise<{ ann: TestPerson; item: LibraryItem; path: string }> {
    const { person: ann } = await servers.device(server, 'Ann');
    const description = describeFile(file);
    await declare(ann, description);
    const path = pathOf(await beginUpload(ann, description));
    return { ann, item: await itemOf(ann, description.id), path };
  }

  async function arrived(person: TestPerson, item: LibraryItem): Promise<Buffer> {
    const content = await person.request('GET', `/api/library/${item.id}/content`);
    return Buffer.from(await content.arrayBuffer());
  }

  it('arrives whole however often its way is cut, at whatever moment', async () => {
    const file = webm(1024 * 1024);
    const { ann, item, path } = await begin(file);
    const proxy = await CuttableProxy.to(new URL(`http://127.0.0.1:${server.port}`));
    const byProxy = ann.on(proxy.port);
    const sending = sendUntilDone(() => byProxy, path, file);
    for (let cuts = 0; cuts < 6; cuts += 1) {
      await sleep(10 + Math.random() * 60);
      proxy.cut();
      await sleep(Math.random() * 30);
      proxy.mend();
    }
    expect(await sending).toBeGreaterThan(1);
    proxy.close();
    expect((await arrived(ann, item)).equals(file)).toBe(true);
  });

  it('goes on with another server on the same data after the first has stopped in the middle', async () => {
    const file = webm(700_000);
    const { ann, item, path } = await begin(file);
    let port = server.port;
    const sending = sendUntilDone(() => ann.on(port), path, file);
    await expect.poll(() => offsetOf(ann.on(port), path), { interval: 30 }).toBeGreaterThan(50_000);
    await servers.stop(server);
    server = await servers.start();
    port = server.port;
    expect(await sending).toBeGreaterThan(1);
    expect((await arrived(ann.on(port), item)).equals(file)).toBe(true);
  });

  it('is looked at after a restart if its last byte came and nobody had looked', async () => {
    const file = webm(5_000);
    const { ann, item, path } = await begin(file);
    const { origin, cookie } = ann;
    // Everything but the last byte, and then that one just as the server stops.
    const send = (bytes: Buffer, offset: number): Promise<unknown> =>
      fetch(origin + path, {
        method: 'PATCH',
        headers: {
          ...{ origin, cookie, 'tus-resumable': '1.0.0' },
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
        },
        body: new Uint8Array(bytes),
      }).catch(() => null);
    await send(file.subarray(0, -1), 0);
    const last = send(file.subarray(-1), file.length - 1);
    await servers.stop(server);
    await last;
    server = await servers.start();
    const again = ann.on(server.port);
    await sendUntilDone(() => again, path, file);
    expect((await itemOf(again, item.id)).state).toBe('ready');
  });
});

describe('a server that stops', () => {
  it('does not wait for whoever sends or takes bytes slowly', async () => {
    const servers = await TestServers.create();
    const server = await servers.start();
    const { person: ann } = await servers.device(server, 'Ann');
    const film = webm(8 * 1024 * 1024);
    const { item } = await keep(ann, film);
    const taking = await ann.request('GET', `/api/library/${item.id}/content`);
    const file = webm(1_000_000);
    const description = describeFile(file);
    await declare(ann, description);
    const path = pathOf(await beginUpload(ann, description));
    const never = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(file.subarray(0, 1_000))),
    });
    const { origin, cookie } = ann;
    const sending = fetch(origin + path, {
      method: 'PATCH',
      headers: {
        ...{ origin, cookie, 'tus-resumable': '1.0.0' },
        'content-type': 'application/offset+octet-stream',
        'upload-offset': '0',
      },
      body: never,
      duplex: 'half',
    }).then(
      (answer) => answer.status,
      () => 'cut',
    );
    await sleep(200);
    await servers.stop(server);
    expect(await sending).not.toBe(204);
    await expect(taking.arrayBuffer()).rejects.toThrow();
    await servers.close();
  });
});
