import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { seriousFindings } from './harness/accessibility.ts';
import { itemFolders, keptFile } from './harness/keptFiles.ts';
import {
  away,
  cardOf,
  choose,
  deviceHash,
  errorsOf,
  fetchStatus,
  goToLibrary,
  hashOf,
  itemIs,
  largeCopy,
  offered,
  playerOf,
  playsOn,
  seeks,
  servedHash,
  storedHashes,
  uploaded,
} from './harness/librarySteps.ts';
import { Person } from './harness/person.ts';
import { beginRecording, newestRecording, recordsUntil } from './harness/recordingSteps.ts';
import { beginCall, Stage, type Pair } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
let pair: Pair;
/** What Ann has recorded in a call with Bob. */
let recording: string;
/** Milliseconds that the server's clock goes ahead, from its next start on. */
let ahead = 0;

beforeAll(async () => {
  stage = await Stage.open({
    inside: (command, ...args) => [
      command,
      ['--import', `data:text/javascript,const now=Date.now;Date.now=()=>now()+${ahead}`, ...args],
    ],
  });
  pair = await stage.pair();
  const { ann, annVisitor, bobVisitor } = pair;
  await beginCall(pair, 'video');
  await ann.seesMovement();
  await beginRecording(pair, 'composed');
  await recordsUntil(ann, '00:03');
  await annVisitor.click('button', 'Stop recording');
  recording = (await newestRecording(pair, new Set())).kept.id;
  await ann.reads('The recording is in your library.');
  await annVisitor.click('button', 'Show');
  // The call goes on, small, while one looks at it.
  await playsOn(annVisitor);
  await ann.hangUp();
  await bobVisitor.click('button', 'Close');
});
afterAll(async () => {
  await pair.close();
  await stage.close();
});
afterEach(() => {
  const errors = [...errorsOf(pair.annVisitor), ...errorsOf(pair.bobVisitor)];
  if (errors.length > 0) throw new Error(`errors in the pages: ${errors.join('; ')}`);
});

test('an upload goes on after the server was killed and the page was reloaded, and every byte is the same', async () => {
  const { annVisitor, annIdentity, ann } = pair;
  const { page, context } = annVisitor;
  const { server } = stage;
  const large = await largeCopy(annVisitor, recording, { title: 'A long call', bytes: 20_000_000 });
  const devtools = await context.newCDPSession(page);
  const network = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 4_000_000 };
  await devtools.send('Network.emulateNetworkConditions', network);
  await goToLibrary(annVisitor, server.url);
  await itemIs(annVisitor, large, 'device');
  expect(await seriousFindings(annVisitor)).toEqual([]);
  await choose(annVisitor, large, 'Upload to your server');
  await until('half of it is there', async () => {
    const card = await cardOf(annVisitor, large);
    return card?.upload === 'uploading' && card.percent >= 45;
  });
  await server.kill();
  await until('it waits', async () => (await cardOf(annVisitor, large))?.upload === 'waiting');
  await server.start();
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  await Promise.all([
    page.reload(),
    devtools.send('Network.emulateNetworkConditions', { ...network, uploadThroughput: -1 }),
  ]);
  await itemIs(annVisitor, large, 'both', 30_000);
  expect(offsets[0]).toBeGreaterThan(1_000_000);
  const hash = await deviceHash(annVisitor, large);
  expect(await servedHash(server.url, annIdentity, large)).toBe(hash);
  expect(await storedHashes(server)).toContain(hash);
  await ann.isOnline();
  await devtools.detach();
  expect(errorsOf(annVisitor, away)).toEqual([]);
  expect(errorsOf(pair.bobVisitor, away)).toEqual([]);
});

test('a link with a password: locked, refused, opened, played, saved; one that was changed says so', async () => {
  const { annVisitor, ann } = pair;
  const { page } = annVisitor;
  await goToLibrary(annVisitor, stage.server.url);
  await itemIs(annVisitor, recording, 'device');
  await choose(annVisitor, recording, 'Share…');
  await ann.reads('To be shared, it has to be on your server.');
  await annVisitor.click('button', 'Upload to your server');
  await annVisitor.click('button', 'New link');
  await annVisitor.click('switch', 'Ask for a password');
  await annVisitor.fill('Password', 'open sesame');
  await annVisitor.click('button', 'Make the link');
  const link = await page.getByText(/\/s\/[\w-]{43}$/).innerText();
  await ann.reads('You can see it, and anybody who has its link.');
  await annVisitor.press('Escape');

  const guest = await stage.high.visitor();
  const reader = new Person('a guest', guest);
  await guest.goto(link);
  await reader.reads('This needs a password');
  expect(await seriousFindings(guest)).toEqual([]);
  await guest.fill('Password', 'open barley');
  await guest.click('button', 'Open');
  await reader.reads('This is not the password.');
  expect(await fetchStatus(guest, `${link.replace('/s/', '/api/shares/')}/content`)).toBe(401);
  await guest.fill('Password', 'open sesame');
  await guest.click('button', 'Open');
  await reader.reads(`${ann.name} shared this with you`);
  await guest.click('button', 'Play');
  await playsOn(guest);
  expect(await seriousFindings(guest)).toEqual([]);
  await seeks(guest);
  const [download] = await Promise.all([
    guest.page.waitForEvent('download'),
    guest.click('link', 'Save to a file'),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Call with Bob .*\.mp4$/);
  expect(hashOf(await readFile(await download.path()))).toBe(await deviceHash(annVisitor, recording));
  expect(errorsOf(guest, /status of 401/)).toEqual([]);

  await guest.goto(`${link.slice(0, -10)}AAAAAAAAAA`);
  await reader.reads('There is nothing behind this link');
  await guest.goto(link.slice(0, -1));
  await reader.reads('Nothing behind this door');
  expect(errorsOf(guest, /status of 404/)).toEqual([]);
  await guest.leave();
});

test('who it is shared with can play it, and nothing else, until it is taken back', async () => {
  const { annVisitor, bobVisitor, bob } = pair;
  const { url } = stage.server;
  await uploaded(annVisitor, stage.server.url, recording);
  await goToLibrary(bobVisitor, url);
  await bob.reads('Nothing kept yet');
  await choose(annVisitor, recording, 'Share…');
  await annVisitor.page.locator('dialog label', { hasText: bob.name }).click();
  await itemIs(bobVisitor, recording, 'server');
  await bob.reads(`From ${pair.ann.name}`);
  expect(await offered(bobVisitor, recording)).toEqual(['Save to a file']);
  await goToLibrary(bobVisitor, url, recording);
  await playsOn(bobVisitor);
  const item = `${url}/api/library/${recording}`;
  expect(await fetchStatus(bobVisitor, item, 'PATCH', { title: 'Mine' })).toBe(403);
  expect(await fetchStatus(bobVisitor, item, 'DELETE')).toBe(403);
  expect(await fetchStatus(bobVisitor, `${item}/people`, 'PUT', { people: [] })).toBe(403);
  expect(await fetchStatus(bobVisitor, `${item}/links`, 'POST', { lifetime: 60, password: null })).toBe(403);
  await annVisitor.page.locator('dialog label', { hasText: bob.name }).click();
  await bob.reads('This is not in the library any more');
  expect(await fetchStatus(bobVisitor, `${item}/content`)).toBe(404);
  await bobVisitor.click('button', 'Back to the library');
  await bob.reads('Nothing kept yet');
  await annVisitor.press('Escape');
  expect(errorsOf(bobVisitor, /status of 40[34]/)).toEqual([]);
});

test('renamed, found, deleted, brought back', async () => {
  const { annVisitor, ann } = pair;
  const { page } = annVisitor;
  await goToLibrary(annVisitor, stage.server.url);
  const copy = await largeCopy(annVisitor, recording, { title: 'Something else', bytes: 1_000 });
  await page.reload();
  await itemIs(annVisitor, copy, 'device');
  await choose(annVisitor, copy, 'Rename');
  await annVisitor.fill('Title', 'The plan for the garden');
  await annVisitor.click('button', 'Save');
  await until(
    'it has its name',
    async () => (await cardOf(annVisitor, copy))?.title === 'The plan for the garden',
  );
  await page.reload();
  await until(
    'it has kept its name',
    async () => (await cardOf(annVisitor, copy))?.title === 'The plan for the garden',
  );

  const shown = () => page.getByTestId('library-item').count();
  await annVisitor.fill('Search by title or name', 'GARDEN plan');
  await until('one is found', async () => (await shown()) === 1);
  await annVisitor.fill('Search by title or name', 'nobody');
  await ann.reads('Nothing found for “nobody”');
  await annVisitor.click('button', 'Clear search');
  await annVisitor.click('button', /^Screenshots/);
  await ann.reads('No screenshots yet');
  await annVisitor.click('button', /^Everything/);
  await until('all are shown', async () => (await shown()) >= 2);

  await choose(annVisitor, copy, 'Delete');
  await itemIs(annVisitor, copy, 'gone');
  await annVisitor.click('button', 'Undo');
  await itemIs(annVisitor, copy, 'device');
  await choose(annVisitor, copy, 'Upload to your server');
  await itemIs(annVisitor, copy, 'both');
  await choose(annVisitor, copy, 'Free space on this device');
  await itemIs(annVisitor, copy, 'server');
  await choose(annVisitor, copy, 'Delete');
  await itemIs(annVisitor, copy, 'gone');
  await annVisitor.click('button', 'Undo');
  await itemIs(annVisitor, copy, 'server');
  expect(await servedHash(stage.server.url, pair.annIdentity, copy)).toMatch(/^[0-9a-f]{64}$/);
  expect(errorsOf(annVisitor, /status of 404/)).toEqual([]);
});

test('the keys of the player, and the picture it shows is kept as large as it is', async () => {
  const { annVisitor, ann } = pair;
  const { page } = annVisitor;
  await goToLibrary(annVisitor, stage.server.url, recording);
  await playsOn(annVisitor);
  expect(await seriousFindings(annVisitor)).toEqual([]);
  await seeks(annVisitor);
  const state = (what: string, check: (now: NonNullable<Awaited<ReturnType<typeof playerOf>>>) => boolean) =>
    until(what, async () => {
      const now = await playerOf(annVisitor);
      return now !== null && check(now) && now;
    });
  await annVisitor.press('m');
  await state('it is silent', ({ muted }) => muted);
  await annVisitor.press('m');
  await annVisitor.press('ArrowDown');
  await state('it is quieter', ({ muted, volume }) => !muted && volume < 0.95);
  await annVisitor.press('>');
  await state('it is faster', ({ rate }) => rate === 1.25);
  await annVisitor.press('<');
  const before = await state('it is as fast as it was', ({ rate, paused }) => rate === 1 && paused);
  await annVisitor.press('.');
  const next = await state('the next picture is shown', ({ time }) => time > before.time);
  expect(next.time - before.time).toBeLessThan(0.2);
  await annVisitor.press(',');
  await state('the picture before is shown', ({ time }) => time < next.time);
  await annVisitor.press('?');
  await ann.reads('While the player is open.');
  await annVisitor.press('Escape');
  const whole = await page.evaluate(() => {
    const video = document.querySelector('video');
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video?.videoWidth ?? 0, video?.videoHeight ?? 0];
    if (video !== null) canvas.getContext('2d')?.drawImage(video, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  await annVisitor.press('s');
  await ann.reads('The picture is in your library');
  await annVisitor.click('button', 'Show');
  await until('the picture is shown', () =>
    page.evaluate(() => document.querySelector<HTMLImageElement>('section img')?.naturalWidth === 640),
  );
  const id = page.url().split('/').at(-1) ?? '';
  const { bytes, description } = await keptFile(annVisitor, id);
  expect(description).toMatchObject({ mediaType: 'image/png', width: 640, height: 360 });
  expect(hashOf(bytes)).toBe(hashOf(Buffer.from(whole, 'base64')));
  expect(await seriousFindings(annVisitor)).toEqual([]);
});

test('an item that is not one’s own is on no route', async () => {
  const { annVisitor, bobVisitor } = pair;
  const { url } = stage.server;
  await uploaded(annVisitor, stage.server.url, recording);
  const item = `${url}/api/library/${recording}`;
  const routes = [
    ...[
      ['GET', ''],
      ['GET', '/content'],
      ['HEAD', '/content'],
      ['GET', '/content?download'],
      ['GET', '/thumbnail'],
    ],
    ...[
      ['DELETE', ''],
      ['POST', '/restore'],
      ['GET', '/links'],
      ['DELETE', '/links/AAAAAAAAAAAAAAAAAAAAAA'],
    ],
  ] as const;
  for (const [method, path] of routes)
    expect([method, path, await fetchStatus(bobVisitor, item + path, method)]).toEqual([method, path, 404]);
  const bodies = [
    ['PATCH', '', { title: 'Mine' }],
    ['PUT', '/people', { people: [pair.bobIdentity.id] }],
    ['POST', '/links', { lifetime: 60, password: null }],
  ] as const;
  for (const [method, path, body] of bodies)
    expect(await fetchStatus(bobVisitor, item + path, method, body)).toBe(404);
  expect(errorsOf(bobVisitor, /status of 404/)).toEqual([]);
});

test('ten minutes later what was deleted is gone for good, and a link of one minute says that it has ended', async () => {
  const { annVisitor, bobVisitor, annIdentity, ann } = pair;
  const { server } = stage;
  await uploaded(annVisitor, stage.server.url, recording);
  const copy = await largeCopy(annVisitor, recording, { title: 'Not for ever', bytes: 1_000 });
  await annVisitor.reload();
  await itemIs(annVisitor, copy, 'device');
  await choose(annVisitor, copy, 'Upload to your server');
  await itemIs(annVisitor, copy, 'both');
  const hash = await deviceHash(annVisitor, copy);
  expect(await storedHashes(server)).toContain(hash);
  await choose(annVisitor, copy, 'Delete');
  await itemIs(annVisitor, copy, 'gone');
  const made = await fetch(`${server.url}/api/library/${recording}/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, cookie: annIdentity.cookie },
    body: JSON.stringify({ lifetime: 60, password: null }),
  });
  const { token } = (await made.json()) as { token: string };
  const guest = await stage.high.visitor();
  await guest.goto(`${server.url}/s/${token}`);
  await guest.click('button', 'Play');
  await playsOn(guest);

  await server.kill();
  ahead = 11 * 60_000;
  await server.start();
  await guest.reload();
  await new Person('a guest', guest).reads('This link has ended');
  expect(errorsOf(guest, /status of 410/, away)).toEqual([]);
  await guest.leave();
  await until('the bytes are gone', async () => !(await storedHashes(server)).includes(hash));
  // The clock of the device goes with that of the server.
  await annVisitor.page.clock.install({ time: Date.now() + ahead });
  await annVisitor.reload();
  await ann.isOnline();
  await until('it is gone from the device', async () =>
    (await itemFolders(annVisitor)).every(({ id }) => id !== copy),
  );
  const restored = await fetchStatus(annVisitor, `${server.url}/api/library/${copy}/restore`, 'POST');
  expect(restored).toBe(404);
  expect(errorsOf(annVisitor, away, /status of 404/)).toEqual([]);
  expect(errorsOf(bobVisitor, away)).toEqual([]);
});
