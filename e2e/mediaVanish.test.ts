import { createEngine, type MediaEngine } from '@cardea/media';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from './harness/visitor.ts';
import { only } from '@cardea/media/testing/connectionEvents';

let engine: MediaEngine;
beforeAll(() => {
  engine = createEngine();
});
afterAll(() => engine.close());

const program = fileURLToPath(new URL('harness/mediaPeer.ts', import.meta.url));

/** A remote end in a process of its own, connected and sending. */
async function connect(mode: 'send' | 'report') {
  const closed: string[] = [];
  let up = false;
  const peer = fork(program, [mode], { execArgv: ['--import', 'tsx'] });
  const [sdp] = (await once(peer, 'message')) as [string];
  const connection = engine.open(
    only({
      up: () => (up = true),
      closed: (reason) => closed.push(reason),
    }),
  );
  const remote = await connection.setRemote({ type: 'offer', sdp });
  const answer = remote.sdp.replace('a=recvonly', 'a=sendonly');
  peer.send(await connection.setLocal({ type: 'answer', sdp: answer }));
  await until('the peer is connected', () => Promise.resolve(up));
  return { peer, connection, closed };
}

describe.concurrent('a remote end', () => {
  test('that is killed is closed as "ICE failed" within 15 s', async () => {
    const { peer, closed } = await connect('send');
    await sleep(2_000);
    const killed = Date.now();
    peer.kill('SIGKILL');
    await until('it is closed', () => Promise.resolve(closed.length > 0), 30_000);
    // A little more than 15 s, for a machine that is busy.
    expect(Date.now() - killed).toBeLessThan(18_000);
    expect(closed).toEqual(['ICE failed']);
  });

  test('that sends nothing but reports stays', async () => {
    const { peer, connection, closed } = await connect('report');
    await sleep(25_000);
    expect(closed).toEqual([]);
    connection.close('Close PC');
    peer.kill('SIGKILL');
  });
});
