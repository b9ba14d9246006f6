import { Session } from '@cardea/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { testDatabases } from '../testing/testDatabases.ts';
import { TestPerson } from '../testing/testPerson.ts';
import { befriend, TestServers } from '../testing/testServer.ts';
import { parseAccountCommand } from './accountCommand.ts';
import { runAccountCommand } from './runAccountCommand.ts';

describe.each(testDatabases())('an operator, beside a running server on $name', (database) => {
  let servers: TestServers;
  let server: RunningServer;

  beforeAll(async () => {
    servers = await TestServers.create(database);
    server = await servers.start({ registration: 'guests' }, { lookInterval: 50 });
  });
  afterEach(() => servers.closeDevices());
  afterAll(() => servers.close());

  /** @returns what it said after the name of the database */
  async function account(words: string, password = 'correct horse'): Promise<string[]> {
    const said: string[] = [];
    await runAccountCommand(parseAccountCommand(words.split(' ')), servers.settings, {
      readPassword: () => Promise.resolve(password),
      say: (line) => said.push(line),
    });
    expect(said.shift()).toMatch(/^Database: (\/.*\/cardea\.db|PostgreSQL, [\w.:]+\/cardea_test_\w+)$/);
    return said;
  }
  const signIn = (name: string, password = 'correct horse') =>
    TestPerson.enter(server.port, '/api/session', { name, password });

  it('makes accounts, whose people sign in at once', async () => {
    expect(await account('add Ann Lee')).toEqual(['Ann Lee can sign in now.']);
    expect((await signIn('ann lee')).me).toMatchObject({ name: 'Ann Lee', kind: 'account' });
  });

  it('is told in a sentence why not, before a password is asked for', async () => {
    await account('add Bea');
    await expect(account('add BEA', '')).rejects.toThrow(
      /^Somebody is called BEA already: .*set-password BEA/,
    );
    await expect(account('set-password Nobody', '')).rejects.toThrow('Nobody is called Nobody');
    await expect(account('remove Nobody')).rejects.toThrow('Nobody is called Nobody');
    await expect(account('add Cem', 'short')).rejects.toThrow(
      'A password has 8 to 200 characters, and this one has 5',
    );
    await expect(signIn('Cem', 'short')).rejects.toThrow('wrong_credentials');
  });

  it('gives a new password, which ends the sessions of the old one and their sockets', async () => {
    await account('add Dan');
    const before = await signIn('Dan');
    const device = servers.keep(await before.connect());
    expect(await account('set-password dan', 'battery staple')).toEqual([
      'Dan has to sign in with the new password on every device.',
    ]);
    await device.next('session:ended');
    expect(await device.ended()).toBe('io server disconnect');
    expect(Session.parse(await (await before.request('GET', '/api/session')).json()).me).toBeNull();
    await expect(signIn('Dan')).rejects.toThrow('wrong_credentials');
    expect((await signIn('Dan', 'battery staple')).me.id).toBe(before.me.id);
  });

  it('makes an account of a guest, who stays the same person', async () => {
    const guest = await TestPerson.guest(server.port, 'Eve');
    expect(await account('set-password Eve')).toEqual([
      'Eve was a guest, has an account now, and has to sign in with the new password on every device.',
    ]);
    expect((await signIn('Eve')).me).toEqual({ ...guest.me, kind: 'account' });
  });

  it('removes somebody: out at once, in nobody’s contacts, and the name is free', async () => {
    await account('add Flo');
    const flo = await signIn('Flo');
    const device = servers.keep(await flo.connect());
    const other = await servers.device(server, 'Gil');
    await befriend(device, other);
    await flo.request('PATCH', '/api/me', { avatar: 'data:image/png;base64,iVBORw0KGgo=' });
    expect(await account('remove Flo')).toEqual(['Flo is removed, and the name is free.']);
    await device.ended();
    await expect(signIn('Flo')).rejects.toThrow('wrong_credentials');
    const again = servers.keep(await other.person.connect());
    expect(again.welcome?.contacts).toEqual([]);
    await account('add Flo');
    expect((await signIn('Flo')).me.id).not.toBe(flo.me.id);
  });

  it('sees who there is', async () => {
    await TestPerson.guest(server.port, 'A guest');
    await account('add A first');
    const today = new Date().toISOString().slice(0, 10);
    const lines = await account('list');
    expect(lines.slice(0, 2)).toEqual([`${today}  account  A first`, `${today}  guest    A guest`]);
  });
});
