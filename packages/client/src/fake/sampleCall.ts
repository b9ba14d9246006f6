import { CallId, DeviceId, type Call, type CallKind, type Person } from '@cardea/protocol';
import type { CallStage, ClientCall, LocalTrackState } from '../api.ts';
import { ann, me } from './samplePeople.ts';

const off: LocalTrackState = { on: false, busy: false, problem: null };
const on: LocalTrackState = { on: true, busy: false, problem: null };
const myDevice = DeviceId.parse('device-of-mine');

export interface CallSeed {
  id?: string;
  person?: Person;
  kind?: CallKind;
  direction?: 'outgoing' | 'incoming';
  stage: CallStage;
  /** Since when it is connected, milliseconds ago. */
  talkingFor?: number;
}

/** A call as a client shows it, with nobody at the other end. */
export function sampleCall(seed: CallSeed, now: number): ClientCall {
  const { person = ann, kind = 'video', direction = 'outgoing', stage } = seed;
  const id = CallId.parse(seed.id ?? 'sample-call-1');
  const video = kind === 'video';
  const talks = stage === 'connected';
  return {
    id,
    kind,
    direction,
    person,
    stage,
    connectedAt: talks ? now - (seed.talkingFor ?? 134_000) : null,
    end: null,
    link: talks ? 'connected' : 'new',
    route: talks ? 'direct' : null,
    path: { inUse: 'mesh', movingTo: null, failed: null, gatewayAvailable: true },
    heldByMe: false,
    local: {
      microphone: stage === 'incoming' ? off : on,
      camera: video && stage !== 'incoming' ? on : off,
      screen: off,
      cameraStream: null,
      screenStream: null,
      microphoneStream: null,
    },
    remote: {
      microphone: talks,
      camera: talks && video,
      screen: false,
      hold: false,
      cameraStream: null,
      screenStream: null,
      audioStream: null,
    },
    bitrateLimits: { camera: null, screen: null },
    videoRequest: null,
    recordings: { mine: null, theirs: null, refusal: null },
    dataChannel: talks,
    record: record(
      id,
      kind,
      direction === 'outgoing' ? me : person,
      direction === 'outgoing' ? person : me,
      now,
    ),
  };
}

function record(id: CallId, kind: CallKind, caller: Person, callee: Person, now: number): Call {
  return {
    id,
    kind,
    caller: { personId: caller.id, deviceId: myDevice },
    calleeId: callee.id,
    createdAt: now,
    preconnect: true,
    state: { phase: 'calling', deadlineAt: now + 45_000 },
  };
}
