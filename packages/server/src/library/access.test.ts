import { ItemId, LinkId, newId, type LibraryItem, type NewShareLink } from '@cardea/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlite, testDatabases } from '../testing/testDatabases.ts';
import {
  beginUpload,
  declare,
  describeFile,
  keep,
  outcomeOf,
  pathOf,
  sendBytes,
  tus,
  webm,
} from '../testing/testItems.ts';
import type { TestPerson } from '../testing/testPerson.ts';
import { befriend, TestServers } from '../testing/testServer.ts';
import { mayDo, type ItemState, type Relation } from './access.ts';

type Who = Exclude<Relation, 'link'> | 'signed out';

/** Every route of the library that names an item or an upload. */
const routes: Record<string, (on: Subject, who: TestPerson) => Promise<Response>> = {
  look: ({ id }, who) => who.request('GET', `/api/library/${id}`),
  content: ({ id }, who) => who.request('GET', `/api/library/${id}/content`),
  'content head': ({ id }, who) => who.request('HEAD', `/api/library/${id}/content`),
  thumbnail: ({ id }, who) => who.request('GET', `/api/library/${id}/thumbnail`),
  rename: ({ id }, who) => who.request('PATCH', `/api/library/${id}`, { title: 'New' }),
  people: ({ id, people }, who) => who.request('PUT', `/api/library/${id}/people`, { people }),
  links: ({ id }, who) => who.request('GET', `/api/library/${id}/links`),
  link: ({ id }, who) => who.request('POST', `/api/library/${id}/links`, { lifetime: 60, password: null }),
  unlink: ({ id }, who) => who.request('DELETE', `/api/library/${id}/links/${newId(LinkId)}`),
  begin: ({ id, size }, who) => beginUpload(who, { id, size }),
  offset: ({ path }, who) => tus(who, 'HEAD', path),
  send: ({ path }, who) => sendBytes(who, path, Buffer.alloc(0), 10),
  abandon: ({ path }, who) => tus(who, 'DELETE', path),
  delete: ({ id }, who) => who.request('DELETE', `/api/library/${id}`),
  restore: ({ id }, who) => who.request('POST', `/api/library/${id}/restore`),
};

/** What the owner meets in each state; the order is the one in which the routes are tried. */
const ownerMeets: Record<ItemState, Record<keyof typeof routes, string>> = {
  ready: {
    ...{ look: '200', content: '200', 'content head': '200', thumbnail: '200', rename: '200' },
    ...{ people: '200', links: '200', link: '200', unlink: '404 not_found' },
    ...{ begin: '403 not_allowed', offset: '200', send: '409', abandon: '403 not_allowed' },
    ...{ restore: '200', delete: '200' },
  },
  uploading: {
    ...{ look: '200', content: '403 not_allowed', 'content head': '403', thumbnail: '200', rename: '200' },
    ...{
      people: '403 not_allowed',
      links: '403 not_allowed',
      link: '403 not_allowed',
      unlink: '403 not_allowed',
    },
    ...{ offset: '200', send: '409', abandon: '204', begin: '201', restore: '200', delete: '200' },
  },
  deleted: {
    ...{ look: '404 not_found', content: '404 not_found', 'content head': '404', thumbnail: '404 not_found' },
    ...{ rename: '404 not_found', people: '404 not_found', links: '404 not_found', link: '404 not_found' },
    ...{ unlink: '404 not_found', begin: '404 not_found', offset: '404', send: '404 not_found' },
    ...{ abandon: '404 not_found', delete: '200', restore: '200' },
  },
};

/** What somebody meets with whom it is shared, while it is ready; otherwise they are strangers. */
const sharedMeets: Record<keyof typeof routes, string> = {
  ...{ look: '200', content: '200', 'content head': '200', thumbnail: '200', rename: '403 not_allowed' },
  ...{
    people: '403 not_allowed',
    links: '403 not_allowed',
    link: '403 not_allowed',
    unlink: '403 not_allowed',
  },
  ...{ begin: '403 not_allowed', offset: '403', send: '403 not_allowed', abandon: '403 not_allowed' },
  ...{ restore: '403 not_allowed', delete: '403 not_allowed' },
};

interface Subject {
  id: ItemId;
  path: string;
  size: number;
  /** With whom it is shared. */
  people: string[];
}

const thumbnail = 'data:image/png;base64,iVBORw0KGgo=';

describe.each(testDatabases())('who may do what on $name', (database) => {
  let servers: TestServers;
  let people: Record<'owner' | 'shared' | 'stranger' | 'signed out', TestPerson>;

  beforeAll(async () => {
    servers = await TestServers.create(database);
    const server = await servers.start();
    const [ann, bob, eve] = [
      await servers.device(server, 'Ann'),
      await servers.device(server, 'Bob'),
      await servers.device(server, 'Eve'),
    ];
    await befriend(ann, bob);
    people = {
      owner: ann.person,
      shared: bob.person,
      stranger: eve.person,
      'signed out': eve.person.signedOut(),
    };
  });
  afterAll(() => servers.close());

  async function subject(state: ItemState): Promise<Subject> {
    const file = webm();
    const description = describeFile(file);
    const shared = [people.shared.me.id];
    await declare(people.owner, description, thumbnail);
    const path = pathOf(await beginUpload(people.owner, description));
    const on = { id: description.id, path, size: file.length, people: shared };
    if (state === 'uploading') return on;
    await sendBytes(people.owner, path, file);
    await people.owner.request('PUT', `/api/library/${on.id}/people`, { people: shared });
    if (state === 'deleted') await people.owner.request('DELETE', `/api/library/${on.id}`);
    return on;
  }

  function expected(who: Who, state: ItemState, route: keyof typeof routes): string {
    if (who === 'owner') return ownerMeets[state][route] ?? '';
    const headless = route === 'content head' || route === 'offset';
    if (who === 'signed out') return headless ? '401' : '401 not_signed_in';
    if (who === 'shared' && state === 'ready') return sharedMeets[route] ?? '';
    return headless ? '404' : '404 not_found';
  }

  // What differs between the databases shows with an item that is ready and shared.
  it.each(database === sqlite ? (['ready', 'uploading', 'deleted'] as const) : (['ready'] as const))(
    'is the same on every route while it is %s',
    async (state) => {
      const on = await subject(state);
      for (const who of ['signed out', 'stranger', 'shared', 'owner'] as const) {
        const met: Record<string, string> = {};
        const meet = async (route: string): Promise<void> => {
          const ask = routes[route];
          if (ask !== undefined) met[route] = await outcomeOf(ask(on, people[who]));
        };
        // Only the owner changes anything, so that it matters what comes after what.
        if (who === 'owner') for (const route of Object.keys(ownerMeets[state])) await meet(route);
        else await Promise.all(Object.keys(ownerMeets[state]).map(meet));
        expect(Object.keys(met)).toHaveLength(Object.keys(routes).length);
        expect({ who, met }).toEqual({
          who,
          met: Object.fromEntries(Object.keys(met).map((route) => [route, expected(who, state, route)])),
        });
      }
    },
  );

  it.runIf(database === sqlite)(
    'tells a stranger nothing by which an item that is there differs from one that is not',
    async () => {
      const there = await subject('ready');
      const missing = { ...there, id: newId(ItemId), path: `/api/uploads/cardea-${'x'.repeat(22)}` };
      for (const ask of Object.values(routes)) {
        const answers = [await ask(there, people.stranger), await ask(missing, people.stranger)];
        const [one, other] = await Promise.all(
          answers.map(async (answer) => [answer.status, await answer.text()]),
        );
        expect(one).toEqual(other);
      }
    },
  );

  it.runIf(database === sqlite)(
    'has a link show the item while it is ready, and nothing when it is deleted or the link removed',
    async () => {
      const on = await subject('ready');
      const made = await people.owner.request('POST', `/api/library/${on.id}/links`, {
        lifetime: 60,
        password: null,
      });
      const { token, id } = (await made.json()) as NewShareLink;
      const look = (): Promise<string> => outcomeOf(fetch(`${people.owner.origin}/api/shares/${token}`));
      expect(await look()).toBe('200');
      await people.owner.request('DELETE', `/api/library/${on.id}`);
      expect(await look()).toBe('404 not_found');
      await people.owner.request('POST', `/api/library/${on.id}/restore`);
      expect(await look()).toBe('200');
      await people.owner.request('DELETE', `/api/library/${on.id}/links/${id}`);
      expect(await look()).toBe('404 not_found');
    },
  );

  it("lists one's own and what is shared, and says with whom only to the owner", async () => {
    const [ready, uploading, deleted] = [
      await subject('ready'),
      await subject('uploading'),
      await subject('deleted'),
    ];
    const listed = async (who: TestPerson): Promise<LibraryItem[]> => {
      const { items } = (await (await who.request('GET', '/api/library')).json()) as { items: LibraryItem[] };
      return items.filter(({ id }) => [ready.id, uploading.id, deleted.id].includes(id));
    };
    expect((await listed(people.owner)).map(({ id }) => id).toSorted()).toEqual(
      [ready.id, uploading.id].toSorted(),
    );
    expect(await listed(people.shared)).toMatchObject([{ id: ready.id, sharedWith: [], links: 0 }]);
    expect(await listed(people.stranger)).toEqual([]);
    const mine = (await listed(people.owner)).find(({ id }) => id === ready.id);
    expect(mine?.sharedWith).toEqual([people.shared.me.id]);
  });

  it('gives pages by when things were recorded', async () => {
    const at = Date.now() - 1_000_000;
    for (const ago of [1, 2, 3]) await keep(people.stranger, webm(), { recordedAt: at - ago });
    const page = await people.stranger.request('GET', `/api/library?before=${at - 1}`);
    const { items } = (await page.json()) as { items: LibraryItem[] };
    expect(items.map(({ recordedAt }) => recordedAt)).toEqual([at - 2, at - 3]);
    const { item: same } = await keep(people.stranger, webm(), { recordedAt: at - 2 });
    const [border, rest] = items
      .map(({ id }) => id)
      .slice(0, 1)
      .concat(same.id)
      .toSorted()
      .toReversed();
    const next = await people.stranger.request('GET', `/api/library?before=${at - 2}&beforeId=${border}`);
    const after = (await next.json()) as { items: LibraryItem[] };
    expect(after.items.map(({ id }) => id)).toEqual([rest, items[1]?.id]);
    expect(await outcomeOf(people.stranger.request('GET', '/api/library?before=x'))).toBe(
      '400 invalid_request',
    );
  });
});

describe('the table', () => {
  it('gives strangers nothing, and nobody but the owner anything beyond looking', () => {
    const states = ['uploading', 'ready', 'deleted'] as const;
    const actions = [
      'see',
      'play',
      'rename',
      'share',
      'upload',
      'follow-upload',
      'delete',
      'restore',
    ] as const;
    for (const state of states) {
      for (const action of actions) {
        expect(mayDo(action, 'stranger', state)).toBe(false);
        const looks = (action === 'see' || action === 'play') && state === 'ready';
        expect(mayDo(action, 'shared', state)).toBe(looks);
        expect(mayDo(action, 'link', state)).toBe(looks);
      }
    }
  });
});
