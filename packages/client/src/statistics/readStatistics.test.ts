import { describe, expect, it } from 'vitest';
import { readStatistics } from './readStatistics.ts';

function report(...entries: { id: string; [name: string]: unknown }[]): Map<string, unknown> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

const camera = (seconds: number, bytes: number) => ({
  ...{ id: 'out', type: 'outbound-rtp', mid: '1', codecId: 'vp8', remoteId: 'far', kind: 'video' },
  ...{ timestamp: seconds * 1_000, bytesSent: bytes, headerBytesSent: bytes / 10 },
  ...{ frameWidth: 1280, frameHeight: 720, framesPerSecond: 30, qualityLimitationReason: 'bandwidth' },
});
const voice = (seconds: number, received: number, lost: number) => ({
  ...{ id: 'in', type: 'inbound-rtp', mid: '0', kind: 'audio', jitter: 0.004 },
  ...{ timestamp: seconds * 1_000, bytesReceived: received * 80, headerBytesReceived: 0 },
  ...{ packetsReceived: received, packetsLost: lost },
});
const shared = [
  { id: 'vp8', type: 'codec', mimeType: 'video/VP8' },
  { id: 'far', type: 'remote-inbound-rtp', fractionLost: 0.05, jitter: 0.01, roundTripTime: 0.08 },
];

describe('two looks at a connection', () => {
  it('give rates, losses and sizes of each stream', () => {
    const before = report(camera(1, 100_000), voice(1, 50, 0), ...shared);
    const now = report(camera(3, 350_000), voice(3, 140, 10), ...shared);
    const { streams, up, down, roundTrip } = readStatistics(before, now, 7);
    expect(streams).toEqual([
      expect.objectContaining({
        role: 'microphone',
        direction: 'down',
        bitrate: 28_800,
        loss: 0.1,
        jitter: 4,
      }),
      {
        ...{ role: 'camera', direction: 'up', codec: 'VP8', bitrate: 1_100_000, loss: 0.05, jitter: 10 },
        ...{ width: 1280, height: 720, framesPerSecond: 30, limitedBy: 'bandwidth' },
      },
    ]);
    expect([up, down, roundTrip]).toEqual([1_100_000, 28_800, 80]);
  });

  it('count everything that the pair of candidates carries, as long as it is the same pair', () => {
    const way = (id: string, seconds: number, bytes: number) => [
      { id: 'transport', type: 'transport', selectedCandidatePairId: id },
      {
        ...{
          id,
          type: 'candidate-pair',
          timestamp: seconds * 1_000,
          bytesSent: bytes,
          bytesReceived: 2 * bytes,
        },
        ...{ localCandidateId: 'here', remoteCandidateId: 'there', currentRoundTripTime: 0.02 },
        availableOutgoingBitrate: 900_000,
      },
      { id: 'here', type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
      { id: 'there', type: 'remote-candidate', candidateType: 'host' },
    ];
    const same = readStatistics(report(...way('a', 1, 0)), report(...way('a', 2, 1_000)), 0);
    expect(same).toMatchObject({ up: 8_000, down: 16_000, roundTrip: 20, availableUp: 900_000 });
    expect(same.route).toEqual({ protocol: 'tls', relayed: true });
    const other = readStatistics(report(...way('a', 1, 9_000)), report(...way('b', 2, 10)), 0);
    expect([other.up, other.down]).toEqual([0, 0]);
  });

  it('take Firefox at its word about the pair in use', () => {
    const pair = {
      type: 'candidate-pair',
      state: 'succeeded',
      localCandidateId: 'l',
      remoteCandidateId: 'r',
    };
    const now = report(
      { ...pair, id: 'unused', nominated: false },
      { ...pair, id: 'used', selected: true },
      { id: 'l', type: 'local-candidate', candidateType: 'host', protocol: 'udp' },
      { id: 'r', type: 'remote-candidate', candidateType: 'srflx' },
    );
    expect(readStatistics(null, now, 0).route).toEqual({ protocol: 'udp', relayed: false });
  });

  it('say nothing of what has never been sent, and survive what is missing', () => {
    const idle = { id: 'x', type: 'outbound-rtp', mid: '3', timestamp: 1, bytesSent: 0 };
    const odd = [{ id: 'y', type: 'inbound-rtp', mid: '9' }, { id: 'z', type: 'inbound-rtp' }, { id: 'w' }];
    const { streams, roundTrip, route } = readStatistics(null, report(idle, ...odd), 0);
    expect({ streams, roundTrip, route }).toEqual({ streams: [], roundTrip: null, route: null });
  });
});
