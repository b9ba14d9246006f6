import { answer, offer, simulcastOffer } from '../fixtures/fixtures.ts';
import type { Step } from '../harness/transcript.ts';

const plugin = 'janus.plugin.videocall';

/** Who attaches; names of clients, and of their sessions and handles. */
function attached(name: string): Step[] {
  const send = { transaction: 't', janus: 'create' };
  const session_id = `$${name}Session`;
  return [
    { as: name, send, keep: `${name}Session` },
    { as: name, send: { transaction: 't', janus: 'attach', plugin, session_id }, keep: name },
  ];
}

/** A verb on somebody's handle. */
function verb(as: string, janus: string, answers: NonNullable<Step['answers']>): Step {
  const ids = { session_id: `$${as}Session`, handle_id: `$${as}` };
  const send = { transaction: 't', janus, ...ids };
  // Whether a handle that detaches hears of its call's end before is chance in Janus.
  return janus === 'detach' ? { as, send, answers, only: ['success', 'detached'] } : { as, send, answers };
}

/** A message, which is answered by an acknowledgement and an event unless told. */
function says(as: string, body: object, jsep?: object, answers: Step['answers'] = 2): Step {
  const ids = { session_id: `$${as}Session`, handle_id: `$${as}` };
  const send = { transaction: 't', janus: 'message', ...ids, body, ...(jsep === undefined ? {} : { jsep }) };
  return { as, send, answers };
}

const rings: Step['answers'] = { ann: 2, bob: 1 };
const ringing = (jsep = offer) => says('ann', { request: 'call', username: 'bob' }, jsep, rings);
const inCall = () => [ringing(), says('bob', { request: 'accept' }, answer, { ann: 1, bob: 2 })];
/** Both are told by each other's connection too. */
const ends = (sender: 'ann' | 'bob', own: number, other: number): Record<string, number> =>
  sender === 'ann' ? { ann: own, bob: other } : { bob: own, ann: other };

/** Requests of one who is not in a call: each has a rule of its own. */
export const videoCallRequests: readonly Step[] = [
  ...attached('ann'),
  ...attached('bob'),
  ...[
    ...[{}, { request: 3 }, { request: 'nope' }, { request: 'list' }],
    ...[{ request: 'call' }, { request: 'call', username: 'bob' }, { request: 'accept' }, { request: 'set' }],
    ...[{ request: 'hangup' }, { request: 'hangup', reason: 3 }],
    ...[{ request: 'register' }, { request: 'register', username: 3 }],
    ...[
      { request: 'ReGisTer', username: 'ann' },
      { request: 'register', username: 'bob' },
    ],
  ].map((body) => says('ann', body)),
  says('bob', { request: 'register', username: 'ann' }),
  says('bob', { request: 'register', username: 'bob' }),
  ...[
    ...[{ request: 'LIST' }, { request: 'call' }, { request: 'call', username: 3 }],
    ...['ann', 'zoe', 'bob'].map((username) => ({ request: 'call', username })),
    { request: 'accept' },
    ...[3, null].map((audio) => ({ request: 'set', audio })),
    ...[
      ...[{ video: 'x' }, { bitrate: -1 }, { bitrate: 'x' }, { record: 1 }, { filename: 1 }, { restart: 1 }],
      ...[{ substream: 3 }, { substream: -1 }, { substream: 'x' }, { temporal: 3 }, { temporal: 'x' }],
      ...[{ fallback: -1 }, { fallback: 'x' }, { substream: 5, temporal: 5 }, { temporal: 5, fallback: 'x' }],
      ...[{ restart: true }, { substream: 0 }, { temporal: 0 }, { fallback: 0 }, { nope: 1 }],
      ...[
        { audio: false, video: false, bitrate: 128_000 },
        { audio: true, video: true, bitrate: 0 },
      ],
    ].map((fields) => ({ request: 'set', ...fields })),
    ...[{ request: 'hangup' }, { request: 'hangup', reason: 'x' }],
  ].map((body) => says('ann', body)),
  says('ann', { request: 'call', username: 'bob' }, answer, 1),
  // The PeerConnection of a call that cannot be is closed.
  says('ann', { request: 'call', username: 'zoe' }, offer, 3),
  verb('bob', 'detach', 2),
  says('ann', { request: 'list' }),
];

/** Calls, each begun anew by the same two. */
export const videoCalls: readonly Step[] = [
  ...['ann', 'bob', 'cec'].flatMap((name) => [
    ...attached(name),
    says(name, { request: 'register', username: name }),
  ]),
  // Declined.
  ringing(),
  says('bob', { request: 'hangup', reason: 'no' }, undefined, ends('bob', 4, 3)),
  // Given up.
  ringing(),
  says('ann', { request: 'hangup' }, undefined, ends('ann', 4, 3)),
  // Somebody else calls, and neither can accept without a description.
  ringing(),
  says('ann', { request: 'accept' }),
  says('bob', { request: 'accept' }),
  says('cec', { request: 'call', username: 'bob' }),
  says('cec', { request: 'call', username: 'bob' }, offer, 3),
  // Somebody who is in a call calls: that call ends.
  says('ann', { request: 'call', username: 'cec' }, undefined, ends('ann', 4, 2)),
  // Accepted, set, and hung up by either end.
  ...inCall(),
  says('ann', { request: 'set', audio: false, bitrate: 64_000 }),
  says('bob', { request: 'set', substream: 1, temporal: 1, fallback: 100_000 }),
  says('ann', { request: 'set', substream: 5 }),
  says('bob', { request: 'accept' }),
  // Renegotiated by either end, one after the other.
  says('ann', { request: 'set', restart: true }, offer, { ann: 2, bob: 1 }),
  says('bob', { request: 'set' }, answer, { bob: 2, ann: 1 }),
  says('bob', { request: 'set' }, offer, { bob: 2, ann: 1 }),
  says('ann', { request: 'set' }, answer, { ann: 2, bob: 1 }),
  says('ann', { request: 'hangup', reason: 'bye' }, undefined, ends('ann', 4, 3)),
  ...inCall(),
  says('bob', { request: 'hangup' }, undefined, ends('bob', 4, 3)),
  // One end's PeerConnection goes, before and after the other has accepted.
  ringing(simulcastOffer),
  says('bob', { request: 'accept' }, answer, { ann: 1, bob: 2 }),
  verb('ann', 'hangup', ends('ann', 3, 2)),
  ...inCall(),
  verb('bob', 'hangup', ends('bob', 3, 2)),
  ringing(),
  verb('bob', 'hangup', ends('bob', 3, 2)),
  ringing(),
  verb('ann', 'hangup', ends('ann', 3, 2)),
  // One end detaches.
  ...inCall(),
  verb('bob', 'detach', { bob: 2, ann: 2 }),
  says('ann', { request: 'call', username: 'bob' }),
  says('ann', { request: 'call', username: 'cec' }, offer, { ann: 2, cec: 1 }),
  verb('ann', 'detach', { ann: 2, cec: 2 }),
  says('cec', { request: 'list' }),
];
