import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallId, newId, type CallKind } from '@cardea/protocol';
import type { Configuration } from '../configuration/configuration.ts';
import { testConfiguration } from '../configuration/testConfiguration.ts';
import { startServer, type RunningServer, type ServerOptions } from '../server.ts';
import { sqlite, type OpenTestDatabase, type TestDatabase } from './testDatabases.ts';
import { TestPerson, type TestDevice } from './testPerson.ts';

/** Servers of one test on one data folder, with everything a test opens and has to close. */
export class TestServers {
  readonly #dataDir: string;
  readonly #running = new Set<RunningServer>();
  readonly #devices = new Set<TestDevice>();
  #count = 0;

  readonly #database: OpenTestDatabase;

  private constructor(dataDir: string, database: OpenTestDatabase) {
    this.#dataDir = dataDir;
    this.#database = database;
  }

  static async create(database: TestDatabase = sqlite): Promise<TestServers> {
    return new TestServers(await mkdtemp(join(tmpdir(), 'cardea-test-')), await database.open());
  }

  /** Where the servers keep what they know. */
  get settings(): Pick<Configuration, 'dataDir' | 'databaseUrl'> {
    return { dataDir: this.#dataDir, databaseUrl: this.#database.url };
  }

  async start(overrides: Partial<Configuration> = {}, options: ServerOptions = {}): Promise<RunningServer> {
    const configuration = testConfiguration(this.#dataDir, {
      webRoot: this.#dataDir,
      databaseUrl: this.#database.url,
      ...overrides,
    });
    const server = await startServer(configuration, { linger: 100, sweepInterval: 50, ...options });
    this.#running.add(server);
    return server;
  }

  async stop(server: RunningServer): Promise<void> {
    this.#running.delete(server);
    await server.close();
  }

  /** A guest with one device. The name is made unique, since tests share servers. */
  async device(server: RunningServer, name: string): Promise<TestDevice> {
    this.#count += 1;
    const person = await TestPerson.guest(server.port, `${name} ${this.#count}`);
    return this.keep(await person.connect());
  }

  keep(device: TestDevice): TestDevice {
    this.#devices.add(device);
    return device;
  }

  closeDevices(): void {
    for (const device of this.#devices) device.close();
    this.#devices.clear();
  }

  async close(): Promise<void> {
    this.closeDevices();
    for (const server of this.#running) await server.close();
    await this.#database.drop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}

/** Makes two people contacts of each other. */
export async function befriend(one: TestDevice, other: TestDevice): Promise<void> {
  await one.ask('contacts:ask', { person: other.person.me.id });
  await other.ask('contacts:accept', { person: one.person.me.id });
  await one.next('contacts:changed', ({ contact }) => contact.state === 'accepted');
}

/** Rings, without waiting for anything but the answer of the server. */
export function ring(
  caller: TestDevice,
  callee: TestDevice,
  options: { kind?: CallKind; call?: CallId } = {},
) {
  return caller.ask('call:ring', {
    call: options.call ?? newId(CallId),
    person: callee.person.me.id,
    kind: options.kind ?? 'video',
    offer: null,
  });
}

/** Rings, accepts, and has media at both ends. */
export async function talk(caller: TestDevice, callee: TestDevice): Promise<CallId> {
  const { call } = await ring(caller, callee);
  await callee.next('call:incoming', (event) => event.call.id === call.id);
  await callee.ask('call:accept', { call: call.id });
  await caller.ask('call:connected', { call: call.id });
  await callee.ask('call:connected', { call: call.id });
  return call.id;
}
