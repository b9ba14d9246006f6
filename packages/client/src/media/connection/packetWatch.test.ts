import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PacketWatch, readPackets } from './packetWatch.ts';

function report(packets: number, local = 'host'): RTCStatsReport {
  return new Map<string, unknown>([
    ['audio', { type: 'inbound-rtp', packetsReceived: packets - 3 }],
    ['video', { type: 'inbound-rtp', packetsReceived: 3 }],
    ['t', { type: 'transport', selectedCandidatePairId: 'p' }],
    ['p', { type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r' }],
    ['l', { type: 'local-candidate', candidateType: local }],
    ['r', { type: 'remote-candidate', candidateType: 'host' }],
  ]);
}

describe('reading packets', () => {
  it('adds up all streams and tells a relayed route from a direct one', () => {
    expect(readPackets(report(10))).toEqual({ received: 10, route: 'direct' });
    expect(readPackets(report(10, 'relay'))).toEqual({ received: 10, route: 'relayed' });
    expect(readPackets(new Map())).toEqual({ received: 0, route: null });
  });
});

describe('the packet watch', () => {
  let packets = 10;
  let expected = true;
  const silent = vi.fn<() => void>();
  const returned = vi.fn<() => void>();
  let watch: PacketWatch;

  beforeEach(() => {
    vi.useFakeTimers();
    packets = 10;
    expected = true;
    silent.mockClear();
    returned.mockClear();
    watch = new PacketWatch({
      read: () => Promise.resolve(report(packets)),
      expected: () => expected,
      silent,
      returned,
      route: () => undefined,
    });
  });
  afterEach(() => {
    watch.stop();
    vi.useRealTimers();
  });

  it('tells of silence within a second and a half of the last packet it saw', async () => {
    for (let i = 0; i < 4; i++) {
      packets += 50;
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(silent).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_400);
    expect(silent).toHaveBeenCalledTimes(1);
  });

  it('takes a stutter in the first seconds of a call for what it is', async () => {
    packets = 60;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(silent).not.toHaveBeenCalled();
  });

  it('tells again soon while silence lasts, and with growing pauses', async () => {
    for (let i = 0; i < 4; i++) {
      packets += 50;
      await vi.advanceTimersByTimeAsync(1_000);
    }
    await vi.advanceTimersByTimeAsync(1_400);
    expect(silent).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(silent).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(silent).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(silent).toHaveBeenCalledTimes(3);
  });

  it('tells within a quarter of a second when packets come again', async () => {
    for (let i = 0; i < 4; i++) {
      packets += 50;
      await vi.advanceTimersByTimeAsync(1_000);
    }
    await vi.advanceTimersByTimeAsync(2_100);
    expect(silent).toHaveBeenCalledTimes(1);
    expect(returned).not.toHaveBeenCalled();
    packets += 1;
    await vi.advanceTimersByTimeAsync(250);
    packets += 1;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(returned).toHaveBeenCalledTimes(1);
  });

  it('says nothing while packets come', async () => {
    for (let i = 0; i < 10; i++) {
      packets += 1;
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(silent).not.toHaveBeenCalled();
  });

  it('says nothing while none are to be expected: on hold, or muted', async () => {
    expected = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(silent).not.toHaveBeenCalled();
  });
});
