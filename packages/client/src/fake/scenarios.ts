import { defaultSettings, RoomName, type EndReason } from '@cardea/protocol';
import type { ClientCall } from '../api.ts';
import { drawnCamera, drawnScreen } from './fakeMedia.ts';
import type { FakeWorld } from './fakeWorld.ts';
import { sampleCall, type CallSeed } from './sampleCall.ts';
import {
  conversations,
  conversationWithAnn,
  conversationWithFiles,
  conversationWithRecordings,
  historyEntries,
} from './sampleConversations.ts';
import { emptyLibrary, sampleLibrary } from './sampleLibrary.ts';
import { ann, bo, contacts, everybody, guest, me } from './samplePeople.ts';

/** A person with contacts, conversations and a history, in no call. */
export function signedInWorld(now: number): FakeWorld {
  const device = (kind: MediaDeviceKind, id: string, label: string): MediaDeviceInfo => ({
    deviceId: id,
    groupId: '',
    kind,
    label,
    toJSON: () => ({}),
  });
  return {
    session: { status: 'signed-in', me, settings: defaultSettings },
    server: {
      connection: 'online',
      info: {
        name: 'cardea',
        version: '0.1.0',
        registration: 'open',
        lanUrls: ['https://192.168.1.20:8443'],
        localAuthority: true,
        library: true,
      },
    },
    people: { contacts, known: new Map(everybody.map((person) => [person.id, person])) },
    calls: { calls: [], activeId: null },
    devices: {
      microphones: [
        device('audioinput', 'mic-1', 'Built-in microphone'),
        device('audioinput', 'mic-2', 'USB headset'),
      ],
      cameras: [
        device('videoinput', 'camera-1', 'FaceTime HD camera'),
        device('videoinput', 'camera-2', 'USB camera'),
      ],
      speakers: [device('audiooutput', 'speaker-1', 'Built-in speakers')],
      selected: { microphone: null, camera: null, speaker: null },
      permission: { microphone: 'granted', camera: 'granted' },
      secure: true,
    },
    history: { entries: historyEntries(now), more: false, loaded: true, missed: 2 },
    chat: {
      conversations: conversations(now),
      open: new Map([[ann.id, conversationWithAnn(now)]]),
      unread: 3,
    },
    rooms: { room: null, status: 'none', failure: null },
    library: sampleLibrary(now),
    entryRefusal: null,
  };
}

function inCall(
  now: number,
  seed: CallSeed,
  change: (call: ClientCall) => Partial<ClientCall> = () => ({}),
): FakeWorld {
  const bare = sampleCall(seed, now);
  const talks = bare.stage === 'connected';
  const call: ClientCall = {
    ...bare,
    local: { ...bare.local, cameraStream: bare.local.camera.on ? drawnCamera(150) : null },
    remote: { ...bare.remote, cameraStream: talks && bare.remote.camera ? drawnCamera(20) : null },
  };
  return {
    ...signedInWorld(now),
    calls: { calls: [{ ...call, ...change(call) }], activeId: call.stage === 'incoming' ? null : call.id },
  };
}

function ended(now: number, reason: EndReason | 'answered-elsewhere', duration = 0): FakeWorld {
  return inCall(now, { stage: 'ended' }, () => ({ end: { reason, byMe: false, duration } }));
}

const talking: CallSeed = { stage: 'connected' };
const voice: CallSeed = { stage: 'connected', kind: 'audio' };

/** Every screen and state worth looking at, by name. Each is made anew when it is asked for. */
export const scenarios = {
  loading: (now) => ({ ...signedInWorld(now), session: { status: 'loading' } }),
  welcome: (now) => ({ ...signedInWorld(now), session: { status: 'signed-out', notice: null } }),
  'signed-out': (now) => ({ ...signedInWorld(now), session: { status: 'signed-out', notice: 'ended' } }),
  'name-taken': (now) => ({
    ...signedInWorld(now),
    session: { status: 'signed-out', notice: null },
    entryRefusal: 'name_taken',
  }),
  unreachable: (now) => ({ ...signedInWorld(now), session: { status: 'unreachable' } }),
  home: signedInWorld,
  empty: (now) => ({
    ...signedInWorld(now),
    session: { status: 'signed-in', me: guest, settings: defaultSettings },
    people: { contacts: [], known: new Map() },
    chat: { conversations: [], open: new Map(), unread: 0 },
    history: { entries: [], more: false, loaded: true, missed: 0 },
    library: emptyLibrary,
  }),
  offline: (now) => {
    const world = signedInWorld(now);
    return { ...world, server: { ...world.server, connection: 'offline' } };
  },
  'recorded-messages': (now) => {
    const world = signedInWorld(now);
    return {
      ...world,
      chat: { ...world.chat, open: new Map([[ann.id, conversationWithRecordings(now)]]) },
    };
  },
  'library-in-memory': (now) => {
    const world = signedInWorld(now);
    const { library } = world;
    return {
      ...world,
      library: { ...library, storage: 'memory', device: null, usage: null, unfinished: [] },
    };
  },
  calling: (now) => inCall(now, { stage: 'calling' }),
  ringing: (now) => inCall(now, { stage: 'ringing' }),
  'ringing-voice': (now) => inCall(now, { stage: 'ringing', kind: 'audio', person: bo }),
  connecting: (now) => inCall(now, { stage: 'connecting' }),
  incoming: (now) => inCall(now, { stage: 'incoming', direction: 'incoming' }),
  'incoming-voice': (now) =>
    inCall(now, { stage: 'incoming', direction: 'incoming', kind: 'audio', person: bo }),
  waiting: (now) => {
    const world = inCall(now, talking);
    const second = sampleCall(
      { id: 'sample-call-2', person: bo, stage: 'incoming', direction: 'incoming' },
      now,
    );
    return { ...world, calls: { ...world.calls, calls: [...world.calls.calls, second] } };
  },
  'second-held': (now) => {
    const world = inCall(now, talking);
    const held: ClientCall = {
      ...sampleCall({ ...voice, id: 'sample-call-2', person: bo }, now),
      heldByMe: true,
    };
    return { ...world, calls: { ...world.calls, calls: [held, ...world.calls.calls] } };
  },
  video: (now) => inCall(now, talking),
  voice: (now) => inCall(now, voice),
  muted: (now) =>
    inCall(now, talking, ({ local, remote }) => ({
      local: { ...local, microphone: { ...local.microphone, on: false } },
      remote: { ...remote, microphone: false, camera: false, cameraStream: null },
    })),
  'no-microphone': (now) =>
    inCall(now, talking, ({ local }) => ({
      local: { ...local, microphone: { on: false, busy: false, problem: 'permission-denied' } },
    })),
  relayed: (now) => inCall(now, talking, () => ({ route: 'relayed' })),
  held: (now) => inCall(now, voice, () => ({ heldByMe: true })),
  'held-by-them': (now) => inCall(now, talking, ({ remote }) => ({ remote: { ...remote, hold: true } })),
  reconnecting: (now) => inCall(now, talking, () => ({ link: 'reconnecting' })),
  frozen: (now) =>
    inCall(now, talking, ({ record }) => ({
      link: 'reconnecting',
      record: {
        ...record,
        state: {
          phase: 'connected',
          answeredBy: record.caller.deviceId,
          answeredAt: now,
          connectedAt: now,
          away: ['callee'],
          deadlineAt: null,
        },
      },
    })),
  'server-lost': (now) => {
    const world = inCall(now, talking);
    return { ...world, server: { ...world.server, connection: 'offline' } };
  },
  'their-screen': (now) =>
    inCall(now, talking, ({ remote }) => ({
      remote: { ...remote, screen: true, screenStream: drawnScreen() },
    })),
  'my-screen': (now) =>
    inCall(now, talking, ({ local }) => ({
      local: { ...local, screen: { on: true, busy: false, problem: null }, screenStream: drawnScreen() },
    })),
  'video-request': (now) => inCall(now, voice, () => ({ videoRequest: 'from-them' })),
  'video-asked': (now) => inCall(now, voice, () => ({ videoRequest: 'from-me' })),
  files: (now) => {
    const world = inCall(now, talking);
    return { ...world, chat: { ...world.chat, open: new Map([[ann.id, conversationWithFiles(now)]]) } };
  },
  'ended-hung-up': (now) => ended(now, 'hung-up', 754_000),
  'ended-declined': (now) => ended(now, 'declined'),
  'ended-busy': (now) => ended(now, 'busy'),
  'ended-no-answer': (now) => ended(now, 'no-answer'),
  'ended-offline': (now) => ended(now, 'offline'),
  'ended-failed': (now) => ended(now, 'failed'),
  'room-full': (now) => ({
    ...signedInWorld(now),
    rooms: { room: null, status: 'failed', failure: { code: 'room_full', message: '' } },
  }),
  'room-alone': (now) => ({
    ...signedInWorld(now),
    rooms: {
      status: 'inside',
      failure: null,
      room: { name: RoomName.parse('garden'), people: [{ person: me, presence: 'online' }] },
    },
  }),
  'devices-denied': (now) => {
    const world = signedInWorld(now);
    return {
      ...world,
      devices: { ...world.devices, permission: { microphone: 'denied', camera: 'denied' } },
    };
  },
  'devices-insecure': (now) => {
    const world = signedInWorld(now);
    return { ...world, devices: { ...world.devices, secure: false } };
  },
} as const satisfies Record<string, (now: number) => FakeWorld>;

export type ScenarioName = keyof typeof scenarios;

export function isScenarioName(text: string): text is ScenarioName {
  return Object.hasOwn(scenarios, text);
}
