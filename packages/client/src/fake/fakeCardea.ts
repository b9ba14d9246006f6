import { createStore } from 'zustand/vanilla';
import type { Cardea, ServerState } from '../api.ts';
import { fakeCalls } from './fakeCalls.ts';
import { fakeChat } from './fakeChat.ts';
import { fakeDevices } from './fakeDevices.ts';
import { fakeHistory } from './fakeHistory.ts';
import { fakeLibrary } from './fakeLibrary.ts';
import { fakePeople } from './fakePeople.ts';
import { fakeRecordings } from './fakeRecordings.ts';
import { fakeRooms } from './fakeRooms.ts';
import { fakeSession } from './fakeSession.ts';
import { fakeShares } from './fakeShares.ts';
import type { FakeWorld } from './fakeWorld.ts';

export type { FakeWorld } from './fakeWorld.ts';
export { isScenarioName, scenarios, signedInWorld, type ScenarioName } from './scenarios.ts';
export { sampleCall } from './sampleCall.ts';
export * as samplePeople from './samplePeople.ts';

/**
 * A `Cardea` without a server or another person: for design work and component tests.
 * Actions change the stores as the real ones would; nothing leaves the page.
 */
export function createFakeCardea(world: FakeWorld): Cardea {
  const server = createStore<ServerState>(() => world.server);
  return {
    session: fakeSession(world),
    server: {
      store: server,
      reconnect: () => server.setState({ connection: 'online' }),
      clockOffset: () => 0,
      gateway: () => null,
    },
    people: fakePeople(world),
    calls: fakeCalls(world),
    devices: fakeDevices(world),
    history: fakeHistory(world),
    chat: fakeChat(world),
    rooms: fakeRooms(world),
    recordings: fakeRecordings(),
    library: fakeLibrary(world),
    shares: fakeShares(),
    close: () => Promise.resolve(),
  };
}
