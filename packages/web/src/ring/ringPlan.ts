import type { ClientCall } from '@cardea/client';
import type { ToneName } from './toneShapes.ts';

/** Which sound belongs to the calls as they are; `null` is silence. */
export function toneFor(calls: readonly Pick<ClientCall, 'stage' | 'heldByMe'>[]): ToneName | null {
  const talking = calls.some(({ stage }) => stage === 'connected' || stage === 'connecting');
  if (calls.some(({ stage }) => stage === 'incoming')) return talking ? 'waiting' : 'ring';
  if (calls.some(({ stage }) => stage === 'ringing')) return 'ringBack';
  return null;
}

/** The incoming call that asks for an answer: the oldest one. */
export function incomingCall(calls: readonly ClientCall[]): ClientCall | undefined {
  return calls.find(({ stage }) => stage === 'incoming');
}

/** Whether an incoming call has to wait beside one that is going on. */
export function isWaiting(calls: readonly Pick<ClientCall, 'stage'>[]): boolean {
  return calls.some(({ stage }) => stage !== 'incoming' && stage !== 'ended');
}
