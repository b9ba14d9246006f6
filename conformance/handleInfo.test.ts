import { Peer } from '@cardea/media/testing/peer';
import { afterEach, expect, it, vi } from 'vitest';
import { missingKeys } from './differences.ts';
import { adminSecret, startCardea } from './harness/cardea.ts';
import { startJanus, type Subject } from './harness/janus.ts';

type Json = Record<string, unknown>;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** What the admin API tells of a peer whose picture the Echo Test sends back. */
async function infoOf(start: Promise<Subject>): Promise<Json> {
  const subject = await start;
  const peer = new Peer();
  closers.push(
    () => peer.close(),
    () => subject.close(),
  );
  const post = async (url: string, body: object): Promise<Json> => {
    const request = { method: 'POST', body: JSON.stringify({ transaction: 't', ...body }) };
    return (await (await fetch(url, request)).json()) as Json;
  };
  const api = `http://127.0.0.1:${subject.httpPort}/janus`;
  const idOf = (answer: Json) => (answer['data'] as { id: number }).id;
  const session_id = idOf(await post(api, { janus: 'create' }));
  const plugin = 'janus.plugin.echotest';
  const handle_id = idOf(await post(api, { janus: 'attach', session_id, plugin }));
  const jsep = { type: 'offer', sdp: await peer.offer() };
  await post(api, { janus: 'message', session_id, handle_id, body: { video: true }, jsep });
  for (let answered = false; !answered;) {
    const event = (await (await fetch(`${api}/${session_id}?maxev=1`)).json()) as Json;
    const answer = event['jsep'] as { sdp: string } | undefined;
    answered = answer !== undefined;
    if (answer !== undefined) peer.takeAnswer(answer.sdp);
  }
  await vi.waitUntil(() => peer.packets > 100, 10_000);
  const admin = `http://127.0.0.1:${subject.adminHttpPort}/admin/${session_id}/${handle_id}`;
  const answer = await post(admin, { janus: 'handle_info', admin_secret: adminSecret });
  return answer['info'] as Json;
}

/** Paths and types of values; what is in lists is not looked at. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [`${path}: ${Array.isArray(value) ? 'list' : typeof value}`];
  }
  return Object.entries(value).flatMap(([key, each]) => shape(each, path === '' ? key : `${path}.${key}`));
}

it('tells of a connection what Janus does, under the same keys', async () => {
  const [ours, theirs] = [await infoOf(startCardea()), await infoOf(startJanus())];
  const about = (info: Json) =>
    shape(info)
      .filter((key) => !key.startsWith('plugin_specific.'))
      .filter((key) => !missingKeys.some(({ pattern }) => pattern.test(key)))
      .toSorted();
  expect(about(ours)).toEqual(about(theirs));
  expect(ours).toMatchObject({
    'ice-role': 'controlled',
    webrtc: {
      ice: {
        state: 'ready',
        'selected-pair': expect.stringMatching(/^\S+ \[host,udp\] <-> \S+ \[/) as unknown,
      },
      dtls: { 'dtls-state': 'connected', 'dtls-role': 'active' },
      media: { video: { ssrc: { 'ssrc-peer': 7 }, codecs: { pt: 96, codec: 'vp8' } } },
    },
  });
  const { stats } = (ours as { webrtc: { media: { video: { stats: { in: Json; out: Json } } } } }).webrtc
    .media.video;
  expect(stats.in['packets']).toBeGreaterThan(50);
  expect(stats.out['packets']).toBeGreaterThan(50);
});
