import { SignedTokens, signToken, StoredTokens } from '@cardea/gateway';
import { expect, it } from 'vitest';
import { adminSecret, startCardea } from './harness/cardea.ts';
import { startJanus, type Subject } from './harness/janus.ts';
import { overWebSocket, posted, type Post } from './harness/transcript.ts';
import { adminRequests, tokens } from './scripts/admin.ts';

/** Both answer the same requests; what they answer is compared. */
async function compare(
  starting: readonly [Promise<Subject>, Promise<Subject>],
  ask: (subject: Subject) => Promise<unknown[]>,
): Promise<void> {
  const [ours, theirs] = await Promise.all(starting);
  try {
    const [here, there] = await Promise.all([ask(ours), ask(theirs)]);
    expect(here).toEqual(there);
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
  }
}

it('answers the Admin API over HTTP as Janus does', async () => {
  const starting = [startCardea({ tokens: new StoredTokens() }), startJanus({ token_auth: 'true' })] as const;
  await compare(starting, (subject) => posted(subject, adminRequests));
});

it('answers about tokens as Janus does when there are none', async () => {
  await compare([startCardea(), startJanus()], (subject) => posted(subject, tokens));
});

it('answers about signed tokens, and lets them in, as Janus does', async () => {
  const later = Date.now() / 1000 + 600;
  const good = signToken('secret', later, ['janus.plugin.echotest']);
  const bad = [
    signToken('other', later, ['janus.plugin.echotest']),
    signToken('secret', later - 1200, ['janus.plugin.echotest']),
    `x${good}`,
    good.slice(0, -1),
    'no signature',
  ];
  const asked = (token: string): Post[] => [
    { to: 'janus', send: { janus: 'create', transaction: 't', id: 60, token } },
    ...['janus.plugin.echotest', 'janus.plugin.videocall'].map((plugin): Post => ({
      to: 'janus',
      path: '/60',
      send: { janus: 'attach', transaction: 't', plugin, token },
    })),
  ];
  const starting = [
    startCardea({ tokens: new SignedTokens('secret') }),
    startJanus({ token_auth: 'true', token_auth_secret: '"secret"' }),
  ] as const;
  await compare(starting, (subject) => posted(subject, [...tokens, ...[good, ...bad].flatMap(asked)]));
});

it('answers the Admin API over WebSocket as Janus does', async () => {
  const steps = [
    { janus: 'ping' },
    { janus: 'get_status' },
    { janus: 'get_status', admin_secret: 'janusoverlord' },
    { janus: 'list_handles', admin_secret: 'janusoverlord', session_id: 5 },
    { janus: 'handle_info', admin_secret: 'janusoverlord', session_id: 5, handle_id: 6 },
    { janus: 'handle_info', admin_secret: 'janusoverlord', handle_id: 6 },
  ].map((fields) => ({ send: { transaction: 't', ...fields } }));
  await compare([startCardea(), startJanus()], ({ adminWebSocketPort }) =>
    overWebSocket(adminWebSocketPort, steps, 'janus-admin-protocol'),
  );
});

it('differs where Janus captures packets in the clear, and takes broken JSON for an empty request', async () => {
  const subjects = await Promise.all([startCardea(), startJanus()]);
  try {
    const codes = subjects.map(async (subject) => {
      const ids = { transaction: 't', session_id: 9, handle_id: '$handle' };
      const plugin = 'janus.plugin.echotest';
      const [, , captured] = await posted(subject, [
        { to: 'janus', send: { janus: 'create', transaction: 't', id: 9 } },
        { to: 'janus', path: '/9', send: { janus: 'attach', transaction: 't', plugin }, keep: 'handle' },
        { to: 'admin', send: { janus: 'start_pcap', admin_secret: adminSecret, ...ids } },
      ]);
      const port = subject.adminWebSocketPort;
      const broken = await overWebSocket(port, [{ send: '{broken' }], 'janus-admin-protocol');
      return [captured, broken].map((each) => /code\W+(\d+)/.exec(JSON.stringify(each))?.[1] ?? 'success');
    });
    expect(await Promise.all(codes)).toEqual([
      ['490', '454'],
      ['success', '456'],
    ]);
  } finally {
    await Promise.all(subjects.map((subject) => subject.close()));
  }
});

it.each([
  ['GET', '/admin'],
  ['GET', '/admin/ping'],
  ['GET', '/admin/77'],
  ['POST', '/admin/info'],
  ['DELETE', '/admin'],
  ['OPTIONS', '/admin'],
  ['GET', '/admin/1/2/3'],
  ['GET', '/nope'],
])('has the status of Janus for %s %s', async (method, path) => {
  const body = method === 'POST' ? { body: '{"janus":"ping","transaction":"t"}' } : {};
  await compare([startCardea(), startJanus()], async ({ adminHttpPort }) => {
    const response = await fetch(`http://127.0.0.1:${adminHttpPort}${path}`, { method, ...body });
    const text = await response.text();
    return [response.status, text === '' ? null : (JSON.parse(text) as unknown)];
  });
});
