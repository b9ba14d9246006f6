import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCardea } from './harness/cardea.ts';
import { startJanus, type Subject } from './harness/janus.ts';
import { overHttp, overWebSocket } from './harness/transcript.ts';
import { core } from './scripts/core.ts';
import { echoTest } from './scripts/echoTest.ts';
import { videoCallRequests, videoCalls } from './scripts/videoCall.ts';

let janus: Subject;
let cardea: Subject;

beforeAll(async () => {
  cardea = await startCardea();
  janus = await startJanus();
});

afterAll(async () => {
  await Promise.allSettled([cardea.close(), janus.close()]);
});

it.each([
  ['the core', core],
  ['the Echo Test', echoTest],
  ['requests of Video Call', videoCallRequests],
  ['calls of Video Call', videoCalls],
])(
  'answers over WebSocket as Janus does: %s',
  async (_name, steps) => {
    const [ours, theirs] = await Promise.all(
      [cardea, janus].map(({ webSocketPort }) => overWebSocket(webSocketPort, steps)),
    );
    expect(ours).toEqual(theirs);
  },
  60_000,
);

it('answers over HTTP as Janus does: the core', async () => {
  const [ours, theirs] = await Promise.all([cardea, janus].map(({ httpPort }) => overHttp(httpPort, core)));
  expect(ours).toEqual(theirs);
});

it.each([
  ['GET', '', null],
  ['GET', '/99', null],
  ['GET', '/88/6', null],
  ['GET', '/info', null],
  ['POST', '/info', '{}'],
  ['POST', '/88', '{"janus":"keepalive","transaction":"t","session_id":5}'],
  ['POST', '/88/6', '{"janus":"message","transaction":"t","handle_id":5,"body":{}}'],
  ['POST', '/88/', '{"janus":"keepalive","transaction":"t"}'],
  ['POST', '/abc', '{"janus":"keepalive","transaction":"t"}'],
  ['POST', '', '[]'],
  ['DELETE', '/88', null],
  ['OPTIONS', '', null],
])('has the status and the headers of Janus for %s /janus%s %s', async (method, path, body) => {
  const [ours, theirs] = await Promise.all(
    [cardea, janus].map(async ({ httpPort }) => {
      const base = `http://127.0.0.1:${httpPort}/janus`;
      await fetch(base, { method: 'POST', body: '{"janus":"create","transaction":"t","id":88}' });
      const headers = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'x-foo' };
      const request = {
        method,
        redirect: 'manual',
        headers,
        ...(body === null ? {} : { body }),
      } as const;
      const response = await fetch(base + path, request);
      const text = await response.text();
      const shown = ['content-type', 'location', 'access-control-allow-origin', 'access-control-max-age'];
      return {
        status: response.status,
        headers: [...shown, 'access-control-allow-headers'].map((name) => response.headers.get(name)),
        // What the server tells of itself is its own.
        body: path === '/info' || text === '' ? null : (JSON.parse(text) as unknown),
      };
    }),
  );
  expect(ours).toEqual(theirs);
});
