import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ItemId, newId } from '@cardea/protocol';
import type { CardeaServer } from './cardeaServer.ts';
import type { ChromiumVisitor } from './chromium.ts';
import { lookAt } from './evidence.ts';
import type { SignedIn } from './socketPeople.ts';
import { until } from './visitor.ts';

/** Opens the library as the tab of the app does. */
export async function goToLibrary({ page }: ChromiumVisitor, url: string, item = ''): Promise<void> {
  await page.goto(`${url}/library${item === '' ? '' : `/${item}`}`);
}

/** The card of an item, as it is now; `null` where there is none. */
export function cardOf(
  { page }: ChromiumVisitor,
  item: string,
): Promise<{ title: string; place: string; upload: string | null; percent: number } | null> {
  return page.evaluate((id) => {
    const card = document.querySelector<HTMLElement>(`[data-testid="library-item"][data-item="${id}"]`);
    if (card === null) return null;
    const { place = '', upload = null } = card.dataset;
    const bar = card.querySelector('[role=progressbar]');
    const title = card.querySelector('a')?.title ?? '';
    return { title, place, upload, percent: Number(bar?.getAttribute('aria-valuenow') ?? 0) };
  }, item);
}

/** Waits until an item is where it should be, or in no list any more. */
export async function itemIs(
  visitor: ChromiumVisitor,
  item: string,
  place: 'device' | 'server' | 'both' | 'gone',
  timeout?: number,
): Promise<void> {
  await until(
    `the item is ${place}`,
    async () => {
      const card = await cardOf(visitor, item);
      return place === 'gone' ? card === null : card?.place === place && card.upload === null;
    },
    timeout,
  );
}

/** Chooses from the menu of an item's card. */
export async function choose(visitor: ChromiumVisitor, item: string, entry: string): Promise<void> {
  const { page } = visitor;
  await page
    .locator(`[data-item="${item}"]`)
    .getByRole('button', { name: /^More about/ })
    .click();
  await visitor.click('menuitem', entry);
}

/** What the menu of an item's card offers. */
export async function offered({ page }: ChromiumVisitor, item: string): Promise<string[]> {
  await page
    .locator(`[data-item="${item}"]`)
    .getByRole('button', { name: /^More about/ })
    .click();
  const entries = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
  return entries;
}

/** Where the player is. */
export function playerOf({ page }: ChromiumVisitor): Promise<{
  time: number;
  duration: number;
  paused: boolean;
  muted: boolean;
  volume: number;
  rate: number;
  width: number;
} | null> {
  return page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid="player"] video');
    if (video === null || video.readyState < 2) return null;
    const {
      currentTime: time,
      duration,
      paused,
      muted,
      volume,
      playbackRate: rate,
      videoWidth: width,
    } = video;
    return { time, duration, paused, muted, volume, rate, width };
  });
}

/** Waits until the player's time goes on and its picture changes. */
export async function playsOn(visitor: ChromiumVisitor): Promise<void> {
  const begun = await until('the player has begun', async () => {
    const state = await playerOf(visitor);
    return state !== null && !state.paused && state.time > 0.05 && state;
  });
  await until('the picture of the player changes', async () => {
    const picture = await lookAt(visitor, 'player');
    return picture !== null && picture.changed > 0.002 && picture.luminance > 20;
  });
  await until('the time of the player goes on', async () => {
    const state = await playerOf(visitor);
    return state !== null && (state.time > begun.time || state.paused);
  });
}

/** Asks as the page does, with its session. @returns the status */
export function fetchStatus(
  { page }: ChromiumVisitor,
  url: string,
  method = 'GET',
  body?: object,
): Promise<number> {
  return page.evaluate(
    async (request) => {
      const { status } = await fetch(request.url, {
        method: request.method,
        ...(request.body !== undefined && {
          body: JSON.stringify(request.body),
          headers: { 'content-type': 'application/json' },
        }),
      });
      return status;
    },
    { url, method, body },
  );
}

/** Pauses, goes to the beginning and five seconds on, by keys. */
export async function seeks(visitor: ChromiumVisitor): Promise<void> {
  await until('it is paused', async () => {
    if ((await playerOf(visitor))?.paused === true) return true;
    await visitor.press('k');
    return false;
  });
  await visitor.press('j');
  await until('it is at the beginning', async () => (await playerOf(visitor))?.time === 0);
  await visitor.press('ArrowRight');
  const { time, duration } = await until('it is further on', async () => {
    const state = await playerOf(visitor);
    return state !== null && state.time > 0 && state;
  });
  if (Math.abs(time - Math.min(5, duration)) > 0.05) throw new Error(`a step leads to ${time} s`);
  await visitor.press('ArrowLeft');
  await until('it is at the beginning again', async () => (await playerOf(visitor))?.time === 0);
}

/**
 * In the page: a second item with the same recording, made larger by a box that players skip, so that its upload takes time.
 * @returns its id
 */
export async function largeCopy(
  { page }: ChromiumVisitor,
  item: string,
  { title, bytes }: { title: string; bytes: number },
): Promise<string> {
  const id = newId(ItemId);
  await page.evaluate(
    async ({ from, to, extra, name }) => {
      const root = await navigator.storage.getDirectory();
      const library = await root.getDirectoryHandle('library');
      for await (const person of library.values()) {
        const items = person as FileSystemDirectoryHandle;
        const source = await items.getDirectoryHandle(from).catch(() => null);
        if (source === null) continue;
        const folder = await items.getDirectoryHandle(to, { create: true });
        const write = async (file: string, content: Blob): Promise<void> => {
          const stream = await (await folder.getFileHandle(file, { create: true })).createWritable();
          await stream.write(content);
          await stream.close();
        };
        const read = async (file: string): Promise<File> => (await source.getFileHandle(file)).getFile();
        const header = new DataView(new ArrayBuffer(8));
        header.setUint32(0, extra);
        // "free": ISO/IEC 14496-12, section 8.1.2.
        header.setUint32(4, 0x66726565);
        const filling = Array.from({ length: Math.ceil(extra / 65_536) }, () =>
          crypto.getRandomValues(new Uint8Array(65_536)),
        );
        const box = new Blob([header, new Blob(filling).slice(0, extra - 8)]);
        const media = await read('media');
        await write('media', new Blob([media, box]));
        await write('thumbnail', await read('thumbnail'));
        const description = JSON.parse(await (await read('description.json')).text()) as object;
        const changed = { ...description, id: to, title: name, size: media.size + extra };
        await write('description.json', new Blob([JSON.stringify(changed)]));
      }
    },
    { from: item, to: id, extra: bytes, name: title },
  );
  return id;
}

/** SHA-256 of an item on the device. */
export function deviceHash({ page }: ChromiumVisitor, item: string): Promise<string> {
  return page.evaluate(async (id) => {
    const root = await navigator.storage.getDirectory();
    const library = await root.getDirectoryHandle('library');
    for await (const person of library.values()) {
      const folder = await (person as FileSystemDirectoryHandle).getDirectoryHandle(id).catch(() => null);
      if (folder === null) continue;
      const file = await (await folder.getFileHandle('media')).getFile();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    throw new Error(`there is no item ${id}`);
  }, item);
}

/** SHA-256 of what the server gives its owner. */
export async function servedHash(url: string, who: SignedIn, item: string): Promise<string> {
  const response = await fetch(`${url}/api/library/${item}/content`, { headers: { cookie: who.cookie } });
  if (!response.ok) throw new Error(`${item}: ${response.status}`);
  return hashOf(Buffer.from(await response.arrayBuffer()));
}

/** SHA-256 of each file of the library in the server's data. */
export async function storedHashes({ dataDir }: CardeaServer): Promise<string[]> {
  const folder = join(dataDir, 'library');
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.json'));
  return Promise.all(names.map(async (name) => hashOf(await readFile(join(folder, name)))));
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What was written to the console since the last time, without what matches. */
export function errorsOf({ errors }: ChromiumVisitor, ...expected: RegExp[]): string[] {
  return errors.splice(0).filter((text) => !expected.some((one) => one.test(text)));
}

/** What every page writes while its server is away: which of these depends on what was on the wire when it was killed. */
export const away =
  /ERR_(CONNECTION_(REFUSED|RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE)|WebSocket connection/;

/** Makes sure that an item of this device is on the server. */
export async function uploaded(visitor: ChromiumVisitor, url: string, item: string): Promise<void> {
  await goToLibrary(visitor, url);
  const { place } = await until('the item is there', () => cardOf(visitor, item));
  if (place === 'device') await choose(visitor, item, 'Upload to your server');
  await itemIs(visitor, item, 'both');
}
