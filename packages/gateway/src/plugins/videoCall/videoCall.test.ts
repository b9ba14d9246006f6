import { beforeEach, describe, expect, it } from 'vitest';
import { quiet, Stage, type User } from '../../testing/users.ts';
import { videoCall } from './videoCall.ts';

const plugin = 'janus.plugin.videocall';
const session = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
const sdp = `${session}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n`;
const withoutVideo = `${session}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n`;
const offer = { type: 'offer', sdp };
const answer = { type: 'answer', sdp };

let stage: Stage;
let ann: User;
let bob: User;

const heard = (fields: object) => ({ videocall: 'event', result: fields });

beforeEach(async () => {
  stage = new Stage(videoCall());
  ann = stage.attach('ann', plugin);
  bob = stage.attach('bob', plugin);
  await ann.says({ request: 'register', username: 'ann' });
  await bob.says({ request: 'register', username: 'bob' });
});

/** Ann's connection is the first, Bob's the second. */
async function inCall(offered = offer, answered = answer) {
  await ann.says({ request: 'call', username: 'bob' }, offered);
  await bob.says({ request: 'accept' }, answered);
  ann.told();
  bob.told();
  return [ann.connection(0), bob.connection(1)] as const;
}

describe('a call', () => {
  it("takes the caller's offer to the callee, beside the caller's connection, and the answer back", async () => {
    expect(await ann.says({ request: 'call', username: 'bob' }, offer)).toEqual([
      heard({ event: 'calling' }),
    ]);
    expect(bob.told()).toEqual([{ ...heard({ event: 'incomingcall', username: 'ann' }), jsep: offer }]);
    expect(bob.connection(1).calls).toEqual([['beside', 0]]);
    expect(await bob.says({ request: 'accept' }, answer)).toEqual([heard({ event: 'accepted' })]);
    expect(ann.told()).toEqual([{ ...heard({ event: 'accepted', username: 'bob' }), jsep: answer }]);
  });

  it('forwards every m-line both ways once it is accepted, and not before', async () => {
    await ann.says({ request: 'call', username: 'bob' }, offer);
    expect(ann.connection(0).calls).toEqual([]);
    await bob.says({ request: 'accept' }, answer);
    for (const connection of [ann.connection(0), bob.connection(1)]) {
      expect(connection.calls.filter(([name]) => name === 'forward')).toEqual([
        ['forward', '0', '0'],
        ['forward', '1', '1'],
      ]);
      expect(connection.calls.at(-1)).toEqual(['limitBitrate', 10_000_000]);
    }
  });

  it('asks the other end for key frames when an end comes up', async () => {
    const [hers, his] = await inCall();
    his.events.up();
    expect(hers.calls.at(-1)).toEqual(['requestKeyFrame', '1']);
    hers.events.up();
    expect(his.calls.at(-1)).toEqual(['requestKeyFrame', '1']);
  });

  it('passes data on as it is', async () => {
    const [hers, his] = await inCall();
    const message = { label: 'chat', protocol: 'p', content: new Uint8Array([1, 2]) };
    hers.events.data(message);
    expect(his.calls.at(-1)).toEqual(['sendData', message]);
    his.events.data({ ...message, content: 'hello' });
    expect(hers.calls.at(-1)).toEqual(['sendData', { ...message, content: 'hello' }]);
  });

  it('tells slow links with the bitrate, and simulcast changes to who receives', async () => {
    const [hers, his] = await inCall();
    hers.events.slowLink({ mid: '1', kind: 'video', uplink: true, lost: 9 });
    expect(ann.told().at(-1)).toEqual(
      heard({ event: 'slow_link', media: 'video', 'current-bitrate': 10_000_000 }),
    );
    his.events.layers({ mid: '1', codec: 'vp8', substream: 1, temporal: 2 });
    expect(bob.told()).toEqual([
      heard({ event: 'simulcast', videocodec: 'vp8', substream: 1 }),
      heard({ event: 'simulcast', videocodec: 'vp8', temporal: 2 }),
    ]);
    expect(await bob.says({ request: 'set', substream: 1 })).toContainEqual(
      heard({ event: 'simulcast', videocodec: 'vp8', substream: 1 }),
    );
  });

  it("ends for both when one end's PeerConnection does, and leaves both free", async () => {
    const [hers, his] = await inCall();
    hers.close('ICE failed');
    expect(his.closed).toBe(true);
    expect(ann.told()).toEqual([
      { janus: 'hangup', reason: 'ICE failed' },
      heard({ event: 'hangup', username: 'bob', reason: 'Remote WebRTC hangup' }),
    ]);
    expect(bob.told()).toEqual([
      heard({ event: 'hangup', username: 'ann', reason: 'Remote WebRTC hangup' }),
      { janus: 'hangup', reason: 'Close PC' },
    ]);
    expect(await bob.says({ request: 'call', username: 'ann' }, offer)).toEqual([
      heard({ event: 'calling' }),
    ]);
  });

  it("is not told to the callee when the caller's offer cannot be made into one, and leaves both free", async () => {
    const declined = { type: 'offer', sdp: `${sdp}a=decline\r\n` };
    const [told] = await ann.says({ request: 'call', username: 'bob' }, declined);
    expect(told).toMatchObject({ error_code: 483 });
    expect(bob.told()).toEqual([]);
    expect(bob.connection(1).closed).toBe(true);
    expect(await ann.says({ request: 'call', username: 'bob' }, offer)).toEqual([
      heard({ event: 'calling' }),
    ]);
  });

  it('is given up before the callee hears of it when the caller hangs up at once', async () => {
    const call = ann.says({ request: 'call', username: 'bob' }, offer);
    const hangup = ann.says({ request: 'hangup' });
    await Promise.all([call, hangup]);
    await quiet();
    expect(stage.engine.connections.every(({ closed }) => closed)).toBe(true);
    expect(bob.told().at(-1)).toMatchObject({ janus: 'hangup' });
    expect(stage.reported).toEqual([]);
  });
});

describe('set', () => {
  it('stops and starts what the user sends, and limits its bitrate', async () => {
    const [hers, his] = await inCall();
    await ann.says({ request: 'set', video: false, bitrate: 128_000 });
    expect(hers.calls.slice(-2)).toEqual([
      ['setEnabled', '1', false],
      ['limitBitrate', 128_000],
    ]);
    await ann.says({ request: 'set', video: true, bitrate: 0 });
    expect(hers.calls.slice(-2)).toEqual([
      ['setEnabled', '1', true],
      ['limitBitrate', 10_000_000],
    ]);
    expect(his.calls.filter(([name]) => name === 'setEnabled')).toEqual([]);
  });

  it('before the call counts in it, and is forgotten after it', async () => {
    await ann.says({ request: 'set', audio: false });
    const [hers] = await inCall();
    expect(hers.calls).toContainEqual(['setEnabled', '0', false]);
    await ann.says({ request: 'hangup' });
    await ann.says({ request: 'call', username: 'bob' }, offer);
    await bob.says({ request: 'accept' }, answer);
    expect(ann.connection(2).calls).not.toContainEqual(['setEnabled', '0', false]);
  });

  it("chooses the layers of what the other one sends; fallback's microseconds are milliseconds to the engine", async () => {
    const [hers] = await inCall();
    await bob.says({ request: 'set', substream: 1, temporal: 0, fallback: 500_000 });
    expect(hers.calls.at(-1)).toEqual(['setLayers', '1', 1, 0, 500]);
  });

  it('renegotiates with the other end, whose answer adds forwards for what is new', async () => {
    const audioOnly = { type: 'offer', sdp: withoutVideo };
    const [hers, his] = await inCall(audioOnly, { ...audioOnly, type: 'answer' });
    expect(await bob.says({ request: 'set' }, offer)).toEqual([heard({ event: 'set' })]);
    expect(ann.told()).toEqual([{ ...heard({ event: 'update' }), jsep: offer }]);
    expect(await ann.says({ request: 'set' }, answer)).toEqual([heard({ event: 'set' })]);
    expect(bob.told()).toEqual([{ ...heard({ event: 'update' }), jsep: answer }]);
    for (const connection of [hers, his]) {
      expect(connection.calls.filter(([name]) => name === 'forward').map(([, mid]) => mid)).toEqual([
        '0',
        '1',
      ]);
    }
  });
});

describe('a name', () => {
  it('is free again when its handle detaches, whose call ends', async () => {
    await inCall();
    ann.verb('detach');
    expect(bob.told()).toEqual([
      heard({ event: 'hangup', username: 'ann', reason: 'Remote WebRTC hangup' }),
      { janus: 'hangup', reason: 'Close PC' },
    ]);
    const cec = stage.attach('cec', plugin);
    expect(await cec.says({ request: 'register', username: 'ann' })).toEqual([
      heard({ event: 'registered', username: 'ann' }),
    ]);
  });
});
