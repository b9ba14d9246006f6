import { CallId, newId } from '@cardea/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from './server.ts';
import { CuttableProxy } from './testing/cuttableProxy.ts';
import { requiredInCi, testDatabases, type OpenTestDatabase } from './testing/testDatabases.ts';
import type { TestDevice } from './testing/testPerson.ts';
import { talk, TestServers } from './testing/testServer.ts';

const redisUrl = requiredInCi('TEST_REDIS_URL');
const postgres = testDatabases().find((database) => database.name === 'PostgreSQL');

describe.skipIf(redisUrl === null || postgres === undefined)(
  'while something it needs is away, the server',
  () => {
    let servers: TestServers;
    let server: RunningServer;
    let database: OpenTestDatabase | undefined;
    const proxies: Record<string, CuttableProxy> = {};

    beforeAll(async () => {
      servers = await TestServers.create();
      database = await postgres?.open();
      const urls = { database: database?.url ?? '', redis: redisUrl ?? '' };
      for (const [name, url] of Object.entries(urls)) proxies[name] = await CuttableProxy.to(new URL(url));
      server = await servers.start({
        databaseUrl: proxies['database']?.through(urls.database) ?? null,
        redisUrl: proxies['redis']?.through(urls.redis) ?? null,
      });
    });
    afterAll(async () => {
      await servers.close();
      for (const proxy of Object.values(proxies)) proxy.close();
      await database?.drop();
    });

    const ringCode = (from: TestDevice, to: TestDevice) =>
      from.codeOf('call:ring', { call: newId(CallId), person: to.person.me.id, kind: 'audio', offer: null });

    it.each(['database', 'redis'])(
      '(%s) refuses in plain words, keeps its sockets, and recovers by itself',
      async (what) => {
        const ann = await servers.device(server, 'Ann');
        const bob = await servers.device(server, 'Bob');
        const cy = await servers.device(server, 'Cy');
        const call = await talk(ann, bob);
        const health = async () => (await fetch(`http://127.0.0.1:${server.port}/healthz`)).status;
        expect(await health()).toBe(200);

        proxies[what]?.cut();
        // The first request may meet a connection that is just being found out to be broken.
        await expect.poll(() => ringCode(cy, bob), { timeout: 5_000 }).toBe('unavailable');
        expect(await health()).toBe(503);
        expect([ann, bob, cy].every((device) => device.socket.connected)).toBe(true);

        proxies[what]?.mend();
        await expect.poll(() => ringCode(cy, bob), { timeout: 10_000 }).toBe('ok');
        expect(await health()).toBe(200);
        await ann.ask('call:hangup', { call });
        const ended = await bob.next(
          'call:updated',
          (event) => event.call.id === call && event.call.state.phase === 'ended',
        );
        expect(ended.call.state).toMatchObject({ reason: 'hung-up' });
        servers.closeDevices();
      },
    );
  },
);
