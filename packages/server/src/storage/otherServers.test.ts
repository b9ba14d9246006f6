import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/testDatabases.ts';
import { TestServers } from '../testing/testServer.ts';
import { countOtherServers } from './otherServers.ts';
import { closeStorage, openStorage } from './storage.ts';

const postgres = testDatabases().find((database) => database.name === 'PostgreSQL');

describe.skipIf(postgres === undefined)('servers that share a PostgreSQL and no Redis', () => {
  let servers: TestServers;
  beforeAll(async () => {
    servers = await TestServers.create(postgres);
  });
  afterAll(() => servers.close());

  const patience = { timeout: 15_000 };

  function remembering() {
    const lines: string[] = [];
    return { lines, log: pino({ level: 'warn' }, { write: (line: string) => lines.push(line) }) };
  }

  it('say so once each, with what to do; one alone says nothing, nor does an operator’s command count', async () => {
    const [first, second] = [remembering(), remembering()];
    const operator = await openStorage({
      ...servers.settings,
      program: 'operator',
      onError: () => undefined,
    });
    const one = await servers.start({}, { log: first.log, lookInterval: 20 });
    const two = await servers.start({}, { log: second.log, lookInterval: 20 });
    await expect.poll(() => first.lines.length, patience).toBe(1);
    await expect.poll(() => second.lines.length, patience).toBe(1);
    for (const { lines } of [first, second]) expect(lines[0]).toMatch(/"others":1.*REDIS_URL/);
    await servers.stop(two);
    await servers.stop(one);
    // PostgreSQL shows a connection for a moment after it was closed.
    await expect.poll(() => countOtherServers(operator), patience).toBe(0);

    const alone = remembering();
    const last = await servers.start({}, { log: alone.log, lookInterval: 20 });
    await servers.stop(last);
    await closeStorage(operator);
    expect(alone.lines).toEqual([]);
    expect([first.lines.length, second.lines.length]).toEqual([1, 1]);
  }, 60_000);
});
