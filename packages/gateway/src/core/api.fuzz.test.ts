import fc from 'fast-check';
import { expect, it } from 'vitest';
import { echoTest } from '../plugins/echoTest/echoTest.ts';
import { videoCall } from '../plugins/videoCall/videoCall.ts';
import { Stage } from '../testing/users.ts';
import type { Client } from './client.ts';
import type { JsonObject } from './json.ts';

function client(id: string): Client & { told: JsonObject[] } {
  const told: JsonObject[] = [];
  return {
    transport: 'test',
    id,
    sessions: 0,
    told,
    deliver: (_session, event) => void told.push(event),
    gained: () => {},
    lost: () => {},
  };
}

const verbs = [
  ...['info', 'ping', 'create', 'attach', 'keepalive', 'claim', 'destroy'],
  ...['message', 'trickle', 'hangup', 'detach', 'nope', 'CREATE', '__proto__'],
];
const offer =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n';
const bodies: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>({}, { audio: true, video: false }, { bitrate: -1 }, { substream: 7 }, [], null),
  fc.record({
    request: fc.constantFrom('list', 'register', 'call', 'accept', 'set', 'hangup', 'nope', 5),
    username: fc.oneof(fc.constantFrom('ann', 'bob', ''), fc.string(), fc.integer()),
  }),
  fc.jsonValue(),
);
const jseps: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, { type: 'offer', sdp: offer }, { type: 'answer', sdp: offer }),
  fc.constantFrom<unknown>({ type: 'offer', sdp: 'v=0 refuse' }, { type: 'pranswer', sdp: '' }, null, 5),
  fc.jsonValue(),
);
/** Of a session or handle: the one that is there, one that is not, or no number at all. */
const ids = fc.constantFrom<unknown>('own', 'own', 'own', 0, -1, 5, 1.5, '7', null, undefined);
const requests = fc.record({
  janus: fc.oneof(fc.constantFrom<unknown>(...verbs), fc.jsonValue()),
  transaction: fc.oneof(fc.constant<unknown>('t'), fc.constant<unknown>('t'), fc.jsonValue()),
  session: ids,
  handle: ids,
  id: fc.constantFrom<unknown>(undefined, undefined, 9, -1, 'x'),
  plugin: fc.constantFrom<unknown>('janus.plugin.echotest', 'janus.plugin.videocall', 'nope', 5, undefined),
  body: bodies,
  jsep: jseps,
  candidate: fc.oneof(fc.constantFrom<unknown>(undefined, null, { completed: true }), fc.jsonValue()),
});

it.each([
  ['Echo Test', () => echoTest],
  ['Video Call', () => videoCall()],
])('answers each of whatever requests once, and disturbs nobody else: %s', async (_name, plugin) => {
  await fc.assert(
    fc.asyncProperty(fc.array(requests, { maxLength: 25 }), async (sequence) => {
      const stage = new Stage(plugin());
      const [intruder, other] = [client('intruder'), client('other')];
      const ask = (from: Client, request: unknown): JsonObject[] => {
        const answers: JsonObject[] = [];
        stage.api.handle(from, request, (answer) => answers.push(answer));
        return answers;
      };
      ask(other, { janus: 'create', transaction: 'o', id: 1234 });
      const idOf = ([answer]: JsonObject[]): unknown => (answer?.['data'] as { id?: number } | undefined)?.id;
      let session = idOf(ask(intruder, { janus: 'create', transaction: 't' }));
      const attach = {
        janus: 'attach',
        transaction: 't',
        session_id: session,
        plugin: plugin().about.package,
      };
      let handle = idOf(ask(intruder, attach));
      const pending: { request: unknown; answers: JsonObject[] }[] = [];
      for (const { session: ofSession, handle: ofHandle, ...fields } of sequence) {
        const request = {
          ...fields,
          session_id: ofSession === 'own' ? session : ofSession,
          handle_id: ofHandle === 'own' ? handle : ofHandle,
        };
        const answers = ask(intruder, request);
        pending.push({ request, answers });
        if (fields.janus === 'create') session = idOf(answers) ?? session;
        if (fields.janus === 'attach') handle = idOf(answers) ?? handle;
        // What plugins do later.
        await new Promise((resolve) => setImmediate(resolve));
      }
      await new Promise((resolve) => setImmediate(resolve));
      expect(
        pending.filter(({ answers: [answer, ...more] }) => !answer?.['janus'] || more.length > 0),
      ).toEqual([]);
      expect(stage.reported).toEqual([]);
      expect(other.told).toEqual([]);
      expect(ask(other, { janus: 'keepalive', transaction: 'k', session_id: 1234 })).toEqual([
        { janus: 'ack', session_id: 1234, transaction: 'k' },
      ]);
      stage.sessions.close();
      for (const connection of stage.engine.connections) expect(connection.closed).toBe(true);
    }),
  );
});
