import { beforeEach, describe, expect, it } from 'vitest';
import { Stage, type User } from '../testing/users.ts';
import { echoTest } from './echoTest/echoTest.ts';
import { videoCall } from './videoCall/videoCall.ts';

const lines = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
];
const more = [
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:1',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:2',
];
const sdp = `${[...lines, 'a=rtpmap:111 opus/48000/2', ...more].join('\r\n')}\r\n`;
const recordings = {
  fileFor: (name: string) => ({ file: `${name}.mjr`, path: `/recordings/${name}.mjr` }),
  mostBytes: 70_000,
};

const recorded = (user: User, connection: number) =>
  user.connection(connection).calls.filter(([name]) => name === 'record' || name === 'endRecording');

describe('Video Call', () => {
  let ann: User;
  let bob: User;

  beforeEach(async () => {
    const stage = new Stage(videoCall(), [], recordings);
    [ann, bob] = [
      stage.attach('ann', 'janus.plugin.videocall'),
      stage.attach('bob', 'janus.plugin.videocall'),
    ];
    await ann.says({ request: 'register', username: 'ann' });
    await bob.says({ request: 'register', username: 'bob' });
  });

  async function call(): Promise<void> {
    await ann.says({ request: 'call', username: 'bob' }, { type: 'offer', sdp });
    await bob.says({ request: 'accept' }, { type: 'answer', sdp });
  }

  it('records what its user sends, from the answer on, until it is told to stop', async () => {
    await ann.says({ request: 'set', record: true, filename: 'talk' });
    await call();
    const begun = [
      ['record', '0', 'audio', '/recordings/talk-audio.mjr', 70_000],
      ['record', '1', 'video', '/recordings/talk-video.mjr', 70_000],
      ['record', '2', 'application', '/recordings/talk-data.mjr', 70_000],
    ];
    expect(recorded(ann, 0)).toEqual(begun);
    expect(recorded(bob, 1)).toEqual([]);
    await ann.says({ request: 'set', record: true, filename: 'another' });
    expect(recorded(ann, 0)).toEqual(begun);
    await ann.says({ request: 'set', record: false });
    expect(recorded(ann, 0).slice(3)).toEqual([
      ['endRecording', '0'],
      ['endRecording', '1'],
      ['endRecording', '2'],
    ]);
  });

  it('names recordings after the two and the time if nobody else does', async () => {
    await call();
    await bob.says({ request: 'set', record: true });
    expect(recorded(bob, 1)[0]?.[3]).toMatch(/^\/recordings\/videocall-bob-ann-\d{16}-audio\.mjr$/);
  });

  it('does not record the next call unless it is told again', async () => {
    await ann.says({ request: 'set', record: true, filename: 'talk' });
    await call();
    await ann.says({ request: 'hangup' });
    await call();
    expect(recorded(ann, 2)).toEqual([]);
  });

  it('takes the wish and records nothing where the gateway keeps no recordings', async () => {
    const stage = new Stage(videoCall());
    [ann, bob] = [
      stage.attach('ann', 'janus.plugin.videocall'),
      stage.attach('bob', 'janus.plugin.videocall'),
    ];
    await ann.says({ request: 'register', username: 'ann' });
    await bob.says({ request: 'register', username: 'bob' });
    await call();
    const answered = await ann.says({ request: 'set', record: true });
    expect(answered.at(-1)).toEqual({ videocall: 'event', result: { event: 'set' } });
    expect(recorded(ann, 0)).toEqual([]);
  });
});

describe('Echo Test', () => {
  it('records what comes, under the name that is given or one of its own', async () => {
    const stage = new Stage(echoTest, [], recordings);
    const ann = stage.attach('ann', 'janus.plugin.echotest');
    await ann.says({ audio: true, record: true, filename: 'echo' }, { type: 'offer', sdp });
    expect(recorded(ann, 0).map(([, , , path]) => path)).toEqual([
      '/recordings/echo-audio.mjr',
      '/recordings/echo-video.mjr',
      '/recordings/echo-data.mjr',
    ]);
    await ann.says({ record: false });
    await ann.says({ record: true });
    expect(recorded(ann, 0).at(-1)?.[3]).toMatch(/^\/recordings\/echotest-\d+-\d{16}-data\.mjr$/);
  });

  it('reports a file that cannot be written to the end, also after the hang-up', async () => {
    const stage = new Stage(echoTest, [], recordings);
    const ann = stage.attach('ann', 'janus.plugin.echotest');
    await ann.says({ audio: true, record: true, filename: 'echo' }, { type: 'offer', sdp });
    const { events } = ann.connection(0);
    const path = '/recordings/echo-video.mjr';
    events.recordingFailed({ mid: '1', path, reason: 'it would be larger than 70000 bytes' });
    ann.connection(0).close('Close PC');
    events.recordingFailed({ mid: '0', path: '/recordings/echo-audio.mjr', reason: 'the disk is full' });
    expect(stage.reported.map(String)).toEqual([
      `Error: ${path} is not written any more: it would be larger than 70000 bytes`,
      'Error: /recordings/echo-audio.mjr is not written any more: the disk is full',
    ]);
  });
});
