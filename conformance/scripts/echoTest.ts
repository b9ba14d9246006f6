import type { Step } from '../harness/transcript.ts';

const session = { transaction: 't', session_id: '$session' };
const handle = { ...session, handle_id: '$handle' };

/** Every rule of the body, in messages without an offer: each is acknowledged and answered by an event. */
const bodies: readonly object[] = [
  {},
  { nope: 1 },
  { restart: true },
  ...[true, 'true', 1, null].map((audio) => ({ audio })),
  ...[false, 'x'].map((video) => ({ video })),
  ...['x', -1, 128_000, 0].map((bitrate) => ({ bitrate })),
  ...[1, false].map((record) => ({ record })),
  ...[1, 'x'].map((filename) => ({ filename })),
  ...[3, -1, 1, 'x', 0].map((substream) => ({ substream })),
  ...[3, -1, 1, 'x', 0].map((temporal) => ({ temporal })),
  ...[-1, 5, 0].map((fallback) => ({ fallback })),
  ...[3, 'opus'].map((audiocodec) => ({ audiocodec })),
  ...[3, 'vp8'].map((videocodec) => ({ videocodec })),
  ...[3, 'x'].map((videoprofile) => ({ videoprofile })),
  ...[3, true].map((opusred) => ({ opusred })),
  ...['x', -1, 1].map((min_delay) => ({ min_delay })),
  ...[5, -5].map((max_delay) => ({ max_delay })),
];

export const echoTest: readonly Step[] = [
  { send: { transaction: 't', janus: 'create' }, keep: 'session' },
  { send: { ...session, janus: 'attach', plugin: 'janus.plugin.echotest' }, keep: 'handle' },
  ...bodies.map((body) => ({ send: { ...handle, janus: 'message', body }, answers: 2 })),
  // At times Janus tells a handle that detaches that its echo is done, even when there was none.
  { send: { ...handle, janus: 'detach' }, answers: 2, only: ['success', 'detached'] },
  { send: { ...handle, janus: 'detach' } },
];
