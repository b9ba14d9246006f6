import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { GatewayOptions } from '../assemble.ts';
import { createGateway } from '../gateway.ts';
import { FakeEngine } from '../testing/fakeEngine.ts';
import { SettingsError } from './loadSettings.ts';
import { startFailure } from './startFailure.ts';

async function failure(options: GatewayOptions): Promise<string> {
  const free = { httpPort: 0, webSocketPort: 0, host: '127.0.0.1' };
  const error = await createGateway({ ...free, ...options }, new FakeEngine()).then(
    () => new Error('it started'),
    (reason: unknown) => reason,
  );
  return startFailure(error);
}

it('says of a setting what is wrong with it, and of a fault everything', () => {
  expect(startFailure(new SettingsError('--host must be …'))).toBe('--host must be …');
  const fault = new TypeError('undefined is not a function');
  expect(startFailure(fault)).toBe(fault.stack);
});

it.each(['httpPort', 'webSocketPort'] as const)('names the port that is taken: %s', async (name) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect(await failure({ [name]: port })).toMatch(new RegExp(`^Port ${port} is in use .*--websocket-port`));
  other.close();
});

it('asks for an address of this machine', async () => {
  expect(await failure({ host: '192.0.2.1' })).toMatch(/give --host an address of this machine\.$/);
});

it('names the folder in which nothing can be recorded', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'cardea-recordings-'));
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  for (const recordings of [file, path.join(folder, 'missing', 'deeper'), '/proc/missing']) {
    const sentence = `Nothing can be recorded in ${recordings} (`;
    expect((await failure({ recordings })).startsWith(sentence)).toBe(true);
  }
  await rm(folder, { recursive: true });
});
