import { NewShareLink, SharedItem, type CreateLink, type LibraryItem } from '@cardea/protocol';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { closeStorage, openStorage, type Storage } from '../storage/storage.ts';
import { testDatabases } from '../testing/testDatabases.ts';
import { itemOf, keep, outcomeOf, webm } from '../testing/testItems.ts';
import type { TestPerson } from '../testing/testPerson.ts';
import { TestServers } from '../testing/testServer.ts';

describe('links', () => {
  let servers: TestServers;
  let server: RunningServer;
  let ann: TestPerson;
  let storage: Storage;
  let item: LibraryItem;
  const file = webm(5_000);

  beforeAll(async () => {
    servers = await TestServers.create();
    server = await servers.start();
    storage = await openStorage({ ...servers.settings, program: 'operator', onError: () => {} });
    ann = (await servers.device(server, 'Ann')).person;
    item = (await keep(ann, file)).item;
  });
  afterAll(async () => {
    await closeStorage(storage);
    await servers.close();
  });

  async function link(overrides: Partial<CreateLink> = {}): Promise<NewShareLink> {
    const body = { lifetime: 3_600, password: null, ...overrides };
    return NewShareLink.parse(
      await (await ann.request('POST', `/api/library/${item.id}/links`, body)).json(),
    );
  }

  /** As a browser without an account. */
  const visit = (token: string, rest = '', headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${ann.origin}/api/shares/${token}${rest}`, { headers });
  const unlock = (
    token: string,
    password: string,
    at = ann.origin,
    address = '127.0.0.1',
  ): Promise<Response> =>
    fetch(`${at}/api/shares/${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ password }),
    });
  const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

  it('shows anybody the item, and no more of it than a page needs', async () => {
    const { token, expiresAt } = await link();
    expect(token).toMatch(/^[\w-]{43}$/);
    const shared = SharedItem.parse(await (await visit(token)).json());
    expect(shared).toMatchObject({ locked: false, title: item.title, ownerName: ann.me.name, expiresAt });
    expect(JSON.stringify(shared)).not.toContain(ann.me.id);
    const part = await visit(token, '/content', { range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(file.subarray(10, 20))).toBe(true);
    expect((await itemOf(ann, item.id)).links).toBeGreaterThan(0);
  });

  it('keeps nothing on the server from which the token or the password could be had', async () => {
    const { token } = await link({ password: 'open sesame' });
    const rows = await storage.db.selectFrom('item_links').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain('sesame');
    const { links } = (await (await ann.request('GET', `/api/library/${item.id}/links`)).json()) as {
      links: unknown;
    };
    expect(JSON.stringify(links)).not.toContain(token);
  });

  it('is not found when a character is another, however long or strange', async () => {
    const { token } = await link();
    const other = token.startsWith('A') ? 'B' : 'A';
    for (const tampered of [
      other + token.slice(1),
      token.slice(0, -1),
      `${token}A`,
      token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
      '..%2f..%2fetc%2fpasswd',
      '%27%20or%201%3D1',
      item.id,
    ]) {
      expect(await outcomeOf(visit(tampered))).toBe('404 not_found');
      expect(await outcomeOf(visit(tampered, '/content'))).toBe('404 not_found');
      expect(await outcomeOf(unlock(tampered, 'x'))).toBe('404 not_found');
    }
  });

  it('ends when its time is over, and says so to whoever has it', async () => {
    const { token, id } = await link({ password: 'open sesame' });
    const proof = cookieOf(await unlock(token, 'open sesame'));
    await storage.db.updateTable('item_links').set({ expires_at: Date.now() }).where('id', '=', id).execute();
    for (const answer of [
      visit(token),
      visit(token, '/content', { cookie: proof }),
      unlock(token, 'open sesame'),
    ]) {
      expect(await outcomeOf(answer)).toBe('410 share_expired');
    }
    expect(
      JSON.stringify(await (await ann.request('GET', `/api/library/${item.id}/links`)).json()),
    ).not.toContain(id);
  });

  it('tells nothing before the password, and opens with it for this browser and this link only', async () => {
    const { token } = await link({ password: 'open sesame' });
    const other = await link({ password: 'open sesame' });
    expect(await (await visit(token)).json()).toEqual({ locked: true });
    expect(await outcomeOf(visit(token, '/content'))).toBe('401 share_locked');
    expect(await outcomeOf(unlock(token, 'wrong'))).toBe('401 wrong_credentials');
    const opened = await unlock(token, 'open sesame');
    expect(await opened.json()).toMatchObject({ locked: false, title: item.title });
    const set = opened.headers.getSetCookie()[0] ?? '';
    expect(set).toContain(`Path=/api/shares/${token}; HttpOnly; SameSite=Strict`);
    const cookie = cookieOf(opened);
    expect(await outcomeOf(visit(token, '/content', { cookie }))).toBe('200');
    expect(await outcomeOf(visit(other.token, '/content', { cookie }))).toBe('401 share_locked');
    expect(await outcomeOf(visit(token, '/content', { cookie: `${cookie}x` }))).toBe('401 share_locked');
  });

  it('asks again when the password is another', async () => {
    const { token, id } = await link({ password: 'open sesame' });
    const cookie = cookieOf(await unlock(token, 'open sesame'));
    const { id: donor } = await link({ password: 'open sesame' });
    const { password_hash } = await storage.db
      .selectFrom('item_links')
      .select('password_hash')
      .where('id', '=', donor)
      .executeTakeFirstOrThrow();
    await storage.db.updateTable('item_links').set({ password_hash }).where('id', '=', id).execute();
    expect(await outcomeOf(visit(token, '/content', { cookie }))).toBe('401 share_locked');
  });

  it('holds back whoever guesses passwords, by address and by link', async () => {
    // One try by address and two by link, in place of ten and fifty.
    const strict = await servers.start({ rateLimitFactor: 0.04, trustProxy: 'loopback' });
    const { token } = await link({ password: 'open sesame' });
    const guess = async (address: string): Promise<number> =>
      (await unlock(token, 'guess', `http://127.0.0.1:${strict.port}`, address)).status;
    const oneAddress = await Promise.all([guess('192.0.2.1'), guess('192.0.2.1')]);
    expect(oneAddress.toSorted()).toEqual([401, 429]);
    const others = await Promise.all(['192.0.2.2', '192.0.2.3', '192.0.2.4'].map(guess));
    expect(others.toSorted()).toEqual([401, 429, 429]);
    await servers.stop(strict);
  });

  it('changes nothing for a page of another origin', async () => {
    const { token } = await link({ password: 'open sesame' });
    const foreign = await fetch(`${ann.origin}/api/shares/${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: JSON.stringify({ password: 'open sesame' }),
    });
    expect(await outcomeOf(foreign)).toBe('403 forbidden_origin');
  });
});

describe.each(testDatabases())('links on $name', (database) => {
  it('are only so many for one item, also when many are made at once', async () => {
    const servers = await TestServers.create(database);
    const { person: ann } = await servers.device(await servers.start(), 'Ann');
    const { item } = await keep(ann, webm());
    const make = () => ann.request('POST', `/api/library/${item.id}/links`, { lifetime: 60, password: null });
    const outcomes = await Promise.all(Array.from({ length: 22 }, () => outcomeOf(make())));
    expect(outcomes.filter((outcome) => outcome === '403 not_allowed')).toHaveLength(2);
    expect((await itemOf(ann, item.id)).links).toBe(20);
    await servers.close();
  });
});

describe('what is logged of the library', () => {
  it('has ids, and no title, name, token or password', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const servers = await TestServers.create();
    const server = await servers.start({}, { log });
    const { person } = await servers.device(server, 'Somebody named Zoltan');
    const { item } = await keep(person, webm(), { title: 'A title of mine' });
    const made = await person.request('POST', `/api/library/${item.id}/links`, {
      ...{ lifetime: 60, password: 'open sesame' },
    });
    const { token } = NewShareLink.parse(await made.json());
    for (const path of [`/api/shares/${token}`, `/api/shares/${token}/content`, `/api/shares/${token}x`]) {
      await fetch(person.origin + path);
    }
    await person.request('DELETE', `/api/library/${item.id}`);
    await servers.close();
    const all = lines.join('');
    for (const message of [
      'an item is declared',
      'an upload is complete',
      'a link is made',
      'an item is deleted',
    ]) {
      expect(all).toContain(message);
    }
    for (const secret of [token, 'sesame', 'A title', 'Zoltan']) expect(all).not.toContain(secret);
  });
});
