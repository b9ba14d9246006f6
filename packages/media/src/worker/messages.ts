import type { EngineOptions } from '../engine/createEngine.ts';
import type { ConnectionEvents, Forward, MediaConnection, MediaError } from '../engine.ts';

/** Methods of a connection that answer. */
export type Asked = 'setRemote' | 'setLocal' | 'statistics' | 'info';
/** Methods of a connection that tell nothing back. */
export type Told = 'addCandidate' | 'limitBitrate' | 'requestKeyFrame' | 'sendData' | 'close';

/** By method, what it is called with. */
export type AskedParameters = { [M in Asked]: Parameters<MediaConnection[M]> };
export type ToldParameters = { [M in Told]: Parameters<MediaConnection[M]> };
export type SteeringParameters = { [M in keyof Forward]: Parameters<Forward[M]> };
export type EventParameters = { [E in keyof ConnectionEvents]: Parameters<ConnectionEvents[E]> };

type Recorded = Parameters<MediaConnection['record']>[0];

type Calls<P> = { [M in keyof P]: { method: M; parameters: P[M] } };

/** What the main process says to a worker. It numbers connections, forwards and questions. */
export type ToWorker =
  | { kind: 'start'; options: EngineOptions }
  | { kind: 'open'; connection: number }
  | ({ kind: 'ask'; connection: number; question: number } & Calls<AskedParameters>[Asked])
  | ({ kind: 'tell'; connection: number } & Calls<ToldParameters>[Told])
  | { kind: 'forward'; connection: number; forward: number; mid: string; to: number; toMid: string }
  | ({ kind: 'steer'; connection: number; forward: number } & Calls<SteeringParameters>[keyof Forward])
  | { kind: 'record'; connection: number; recording: number; what: Recorded }
  | { kind: 'endRecording'; connection: number; recording: number }
  | { kind: 'ping' }
  | { kind: 'stop' };

/** What a worker says to the main process. */
export type FromWorker =
  | { kind: 'answer'; question: number; value: Awaited<ReturnType<MediaConnection[Asked]>> }
  | { kind: 'refusal'; question: number; code: MediaError['code'] | null; message: string }
  | ({ kind: 'event'; connection: number } & Calls<EventParameters>[keyof ConnectionEvents])
  | { kind: 'pong' };

const kindsToWorker = new Set<unknown>([
  'start',
  'open',
  'ask',
  'tell',
  'forward',
  'steer',
  'record',
  'endRecording',
  'ping',
  'stop',
] satisfies ToWorker['kind'][]);
const kindsFromWorker = new Set<unknown>([
  'answer',
  'refusal',
  'event',
  'pong',
] satisfies FromWorker['kind'][]);

/** Both ends are of one build, so the kind says enough: it tells these messages from those of other senders. */
export function isToWorker(message: unknown): message is ToWorker {
  return kindsToWorker.has(kindOf(message));
}

export function isFromWorker(message: unknown): message is FromWorker {
  return kindsFromWorker.has(kindOf(message));
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'kind' in message ? message.kind : undefined;
}
