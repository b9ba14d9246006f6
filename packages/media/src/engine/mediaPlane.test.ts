import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isPli, readMediaSsrc, readNack, writeNack } from '../rtcp/feedback.ts';
import { writeReceiverReport } from '../rtcp/reports.ts';
import { readTransportFeedback } from '../rtcp/transportFeedback.ts';
import { readText, readTransportSequenceNumber } from '../rtp/headerExtensions.ts';
import { payloadType, sequenceNumber, ssrc } from '../rtp/rtpPacket.ts';
import { readRtx, writeRtx } from '../rtp/rtx.ts';
import { rtp } from '../rtp/testPackets.ts';
import { openPlane, vp8Lines, type TestPlane } from './testPlanes.ts';

const source = 1_111;
const retransmissions = 2_222;
/** A VP8 key frame of one packet, and any other frame. */
const keyFrame = [0x10, 0x00, 1, 2, 3];
const laterFrame = [0x10, 0x01, 1, 2, 3];

let planes: TestPlane[];
const open = (...parts: Parameters<typeof openPlane>): TestPlane => {
  const opened = openPlane(...parts);
  planes.push(opened);
  return opened;
};
beforeEach(() => {
  vi.useFakeTimers();
  planes = [];
});
afterEach(() => {
  for (const { plane } of planes) plane.close();
  vi.useRealTimers();
});

/** With mid "1" under 1 and a transport-wide number under 2. */
function video(number: number, payload = laterFrame, transportNumber = number): Buffer {
  const data = [0x10, 0x31, 0x21, transportNumber >> 8, transportNumber & 0xff];
  return rtp({
    sequenceNumber: number,
    timestamp: number * 3_000,
    ssrc: source,
    payload,
    extension: { profile: 0xbede, data },
  });
}

function rtx(original: Buffer, number: number): Buffer {
  const into = Buffer.alloc(original.length + 2);
  writeRtx(original, into, retransmissions, 97, number);
  return into;
}

function nacked({ rtcp }: ReturnType<TestPlane['take']>): number[] {
  return rtcp.flatMap(({ bytes, packet }) => readNack(bytes, packet));
}

describe('lost packets', () => {
  it('are asked for, again after a round trip and a half, and not when they have come', () => {
    const { plane, take } = open();
    for (const number of [1, 2, 4, 5, 7]) plane.receive(video(number));
    vi.advanceTimersByTime(11);
    expect(nacked(take())).toEqual([3, 6]);
    plane.receive(video(3));
    // It took 11 ms, so the next try comes soon.
    vi.advanceTimersByTime(40);
    expect(nacked(take())).toContain(6);
    plane.receive(video(6));
    vi.advanceTimersByTime(900);
    expect(nacked(take())).toEqual([]);
  });

  it('that do not come in a second end in a request for a key frame', () => {
    const { plane, take } = open();
    plane.receive(video(1));
    plane.receive(video(3));
    vi.advanceTimersByTime(990);
    expect(take().rtcp.some(({ packet }) => isPli(packet))).toBe(false);
    vi.advanceTimersByTime(30);
    const pli = take().rtcp.find(({ packet }) => isPli(packet));
    expect(pli === undefined ? null : readMediaSsrc(pli.bytes, pli.packet)).toBe(source);
  });

  it('are not asked for where NACK was not agreed upon', () => {
    const { plane, take } = open({ video: vp8Lines.filter((line) => line !== 'a=rtcp-fb:96 nack') });
    for (const number of [1, 2, 9]) plane.receive(video(number));
    vi.advanceTimersByTime(500);
    expect(nacked(take())).toEqual([]);
  });
});

describe('a retransmission', () => {
  it('that comes in is passed on as the packet that it repeats', () => {
    const { plane } = open();
    const receiver = open();
    plane.forward('1', receiver.plane.outgoing('1'));
    plane.receive(video(1, keyFrame));
    plane.receive(video(3));
    plane.receive(rtx(video(2, [0x10, 0x01, 7]), 50));
    // Twice, and once of one that was not missing: as probes for bandwidth are.
    plane.receive(rtx(video(2), 51));
    plane.receive(rtx(video(3), 52));
    const { rtp: passed } = receiver.take();
    expect(passed.map(sequenceNumber)).toEqual([1, 3, 2]);
    expect(passed.map(payloadType)).toEqual([96, 96, 96]);
    expect([...(passed[2] ?? [])].slice(-3)).toEqual([0x10, 0x01, 7]);
  });

  it('goes out under its own SSRC with numbers that only grow', () => {
    const { plane } = open();
    const receiver = open();
    const stream = receiver.plane.outgoing('1');
    plane.forward('1', stream);
    for (const number of [1, 2, 3]) plane.receive(video(number, keyFrame));
    receiver.take();
    const ask = Buffer.alloc(100);
    const request = ask.subarray(0, writeNack(ask, 0, 5, stream.ssrc, [2, 3, 9]));
    vi.advanceTimersByTime(50);
    receiver.plane.receive(Buffer.from(request));
    vi.advanceTimersByTime(50);
    receiver.plane.receive(Buffer.from(request));
    const { rtp: repeated } = receiver.take();
    expect(repeated.map(ssrc)).toEqual(Array(4).fill(stream.rtxSsrc));
    expect(repeated.map(payloadType)).toEqual(Array(4).fill(97));
    const first = sequenceNumber(repeated[0] ?? Buffer.alloc(12));
    expect(repeated.map(sequenceNumber)).toEqual([0, 1, 2, 3].map((step) => (first + step) & 0xffff));
    expect(repeated.map((packet) => readTransportSequenceNumber(packet, 2))).toEqual([4, 5, 6, 7]);
    const original = Buffer.alloc(100);
    readRtx(repeated[0] ?? original, original, stream.ssrc, 96);
    expect(sequenceNumber(original)).toBe(2);
  });

  it('is the packet itself for a receiver without RTX, and nothing within a moment', () => {
    const { plane } = open();
    const receiver = open({ types: '96', video: vp8Lines.filter((line) => !line.includes(':97')) });
    const stream = receiver.plane.outgoing('1');
    plane.forward('1', stream);
    plane.receive(video(1, keyFrame));
    receiver.take();
    const ask = Buffer.alloc(100);
    const end = writeNack(ask, 0, 5, stream.ssrc, [1]);
    for (let times = 0; times < 3; times++) receiver.plane.receive(Buffer.from(ask.subarray(0, end)));
    expect(receiver.take().rtp.map((packet) => [ssrc(packet), sequenceNumber(packet)])).toEqual([
      [stream.ssrc, 1],
    ]);
  });
});

describe('a forwarded packet', () => {
  it('has the mid, the ids, the payload type and the transport-wide number of each receiver', () => {
    const { plane } = open();
    const [same, other, bare] = [
      open(),
      open({
        mids: ['a', 'b'],
        types: '100 101',
        video: vp8Lines.map((line) =>
          line
            .replace(/:96/, ':100')
            .replace(/:97/, ':101')
            .replace('apt=96', 'apt=100')
            .replace('extmap:1', 'extmap:7')
            .replace('extmap:2', 'extmap:1'),
        ),
      }),
      open({ mids: ['sound', 'picture'], video: vp8Lines.filter((line) => !line.includes('extmap:2')) }),
    ];
    plane.forward('1', same.plane.outgoing('1'));
    plane.forward('1', other.plane.outgoing('b'));
    plane.forward('1', bare.plane.outgoing('picture'));
    plane.receive(video(1, keyFrame, 500));
    plane.receive(video(2, laterFrame, 501));
    const told = (opened: TestPlane | undefined, mid: number, number: number) =>
      opened?.take().rtp.map((packet) => {
        const transportNumber = readTransportSequenceNumber(packet, number);
        return [readText(packet, mid), transportNumber, payloadType(packet)];
      });
    expect(told(same, 1, 2)).toEqual([
      ['1', 1, 96],
      ['1', 2, 96],
    ]);
    expect(told(other, 7, 1)).toEqual([
      ['b', 1, 100],
      ['b', 2, 100],
    ]);
    // Its mid does not fit, and it takes no transport-wide numbers.
    expect(told(bare, 1, 2)).toEqual([
      [null, -1, 96],
      [null, -1, 96],
    ]);
  });

  it('of a picture begins with a key frame, also after a pause', () => {
    const { plane } = open();
    const receiver = open();
    const forward = plane.forward('1', receiver.plane.outgoing('1'));
    plane.receive(video(1));
    plane.receive(video(2, keyFrame));
    forward.setEnabled(false);
    plane.receive(video(3, keyFrame));
    forward.setEnabled(true);
    plane.receive(video(4));
    plane.receive(video(5, keyFrame));
    plane.receive(video(6));
    expect(receiver.take().rtp.map(sequenceNumber)).toEqual([2, 3, 4]);
  });
});

describe('losses of the last second', () => {
  it('are told, on the way here by what is missing and on the way from here by what the remote end reports', () => {
    const told: unknown[] = [];
    const sender = open({}, { slowLink: (change) => told.push(change) });
    const { plane } = sender;
    plane.forward('1', plane.outgoing('1'));
    for (const number of [1, 2, 5, 6]) plane.receive(video(number, keyFrame));
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([{ mid: '1', kind: 'video', uplink: false, lost: 2 }]);
    const own = plane.statistics().find(({ kind }) => kind === 'video');
    expect(own?.incoming).toMatchObject([{ ssrc: source, packets: 4, lost: 2, linkQuality: 67 }]);
    expect(own?.outgoing).toMatchObject({ packets: 4, lost: 0, linkQuality: 100 });
    const report = Buffer.alloc(100);
    const block = { fractionLost: 9, extendedHighest: 6, lastSenderReport: 0, delaySinceLastSenderReport: 0 };
    const blocks = [{ ...block, ssrc: plane.outgoing('1').ssrc, cumulativeLost: 3, jitter: 900 }];
    plane.receive(report.subarray(0, writeReceiverReport(report, 0, 5, blocks)));
    vi.advanceTimersByTime(2_000);
    expect(told.slice(1)).toEqual([{ mid: '1', kind: 'video', uplink: true, lost: 3 }]);
    const later = plane.statistics().find(({ kind }) => kind === 'video');
    expect(later?.outgoing).toMatchObject({ lost: 3, jitter: 10 });
  });
});

describe('a process that is late', () => {
  it('drops pictures and asks nobody for them, and begins anew with key frames when it is on time', () => {
    const { plane, overload, take } = open();
    const receiver = open();
    plane.forward('1', receiver.plane.outgoing('1'));
    plane.forward('0', receiver.plane.outgoing('0'));
    const sound = (number: number) =>
      rtp({ sequenceNumber: number, timestamp: number * 960, ssrc: 3, payloadType: 111, payload: [1] });
    plane.receive(video(1, keyFrame));
    vi.advanceTimersByTime(600);
    take();
    receiver.take();
    overload.isLate = true;
    for (let number = 2; number < 50; number++) plane.receive(video(number));
    plane.receive(sound(1));
    expect(receiver.take().rtp.map(payloadType)).toEqual([111]);
    overload.isLate = false;
    plane.recover();
    expect(take().rtcp.filter(({ packet }) => isPli(packet))).toHaveLength(1);
    for (const number of [50, 51]) plane.receive(video(number));
    plane.receive(video(52, keyFrame));
    vi.advanceTimersByTime(300);
    expect(nacked(take())).toEqual([]);
    expect(receiver.take().rtp.map(sequenceNumber)).toEqual([2]);
  });
});

describe('arrivals', () => {
  it('are reported ten times a second by their transport-wide numbers', () => {
    const { plane, take } = open();
    for (const number of [7, 8, 10]) plane.receive(video(number));
    vi.advanceTimersByTime(100);
    const [feedback] = take().rtcp.flatMap(({ bytes, packet }) => readTransportFeedback(bytes, packet) ?? []);
    expect(feedback?.baseSequenceNumber).toBe(7);
    expect([...(feedback?.statuses ?? [])].map((status) => status > 0)).toEqual([true, true, false, true]);
  });
});
