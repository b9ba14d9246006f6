import type { Step } from '../harness/transcript.ts';

const t = { transaction: 't' };
const session = { ...t, session_id: '$session' };
const handle = { ...session, handle_id: '$handle' };
const plugin = 'janus.plugin.echotest';

/** Requests that are answered by one message each, in the order of the reference's 1.2 to 1.6. */
export const core: readonly Step[] = [
  ...[{ janus: 'ping' }, { janus: 'pInG' }, { janus: 'keepalive' }, { janus: 'nope' }].map((verb) => ({
    send: { ...t, ...verb },
  })),
  ...[{}, { janus: 'ping' }, t, { ...t, janus: 1 }, { janus: 'ping', transaction: 5 }].map((send) => ({
    send,
  })),
  ...['{broken', '"x"'].map((send) => ({ send })),
  ...['x', -1, 1.5, 0].map((id) => ({ send: { ...t, janus: 'create', id } })),
  { send: { ...t, janus: 'create', session_id: 'a' } },
  { send: { ...t, janus: 'create' }, keep: 'session' },
  { send: { ...t, janus: 'create', id: '$session' } },
  ...[0, -3, 5].map((id) => ({ send: { ...t, janus: 'keepalive', session_id: id } })),
  { send: { ...t, janus: 'keepalive', session_id: 5, handle_id: 6 } },
  ...['info', 'ping', 'create', 'nope', 'message', 'trickle', 'detach', 'hangup', 'keepalive', 'claim'].map(
    (janus) => ({ send: { ...session, janus } }),
  ),
  ...[
    {},
    { plugin: 3 },
    { plugin: 'janus.plugin.nope' },
    { plugin, opaque_id: 3 },
    { plugin, loop_index: -1 },
    { plugin, loop_index: 'x' },
  ].map((fields) => ({ send: { ...session, janus: 'attach', ...fields } })),
  { send: { ...session, janus: 'attach', plugin, opaque_id: 'o' }, keep: 'handle' },
  ...['attach', 'destroy', 'claim', 'keepalive', 'nope', 'create', 'info', 'ping'].map((janus) => ({
    send: { ...handle, janus },
  })),
  ...[0, 5, 'x', -5].map((id) => ({ send: { ...session, janus: 'message', handle_id: id } })),
  ...[{}, { body: 3 }, { body: [] }].map((fields) => ({ send: { ...handle, janus: 'message', ...fields } })),
  ...[
    ...[3, {}, { type: 3 }, { type: 'offer' }, { type: 'offer', sdp: 3 }, { type: 'nope', sdp: 'x' }],
    ...[
      { type: 'offer', sdp: 'x' },
      { type: 'offer', sdp: '' },
      { type: 'answer', sdp: 'x' },
    ],
    ...[
      { type: 'offer', sdp: 'x', trickle: 3 },
      { type: 'offer', sdp: 'x', rid_order: 3 },
    ],
    ...[
      { type: 'offer', sdp: 'x', force_relay: 3 },
      { type: 'offer', sdp: 'x', e2ee: 3 },
    ],
    { type: 'answer', sdp: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n' },
    { type: 'pranswer', sdp: 'x' },
    null,
  ].map((jsep) => ({ send: { ...handle, janus: 'message', body: { audio: true }, jsep } })),
  ...[
    ...[{}, { candidate: {} }, { candidate: null }, { candidate: 3 }, { candidate: { completed: true } }],
    ...[{ candidate: { candidate: 'x' } }, { candidate: { sdpMid: 3, candidate: 'x' } }],
    ...[{ candidates: [] }, { candidates: 3 }, { candidates: [3] }, { candidate: {}, candidates: [] }],
  ].map((fields) => ({ send: { ...handle, janus: 'trickle', ...fields } })),
  { send: { ...session, janus: 'destroy' } },
  { send: { ...session, janus: 'destroy' } },
];
