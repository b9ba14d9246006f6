import type { CallStatistics, ClientCall, StreamStatistics } from '../api.ts';

/** A minute of a call on a good line with a dip in the middle of it. */
export function sampleStatistics(call: ClientCall | undefined, now: number): readonly CallStatistics[] {
  if (call?.stage !== 'connected') return [];
  return Array.from({ length: 60 }, (_, index) => {
    const at = now - (59 - index) * 1_000;
    const second = Math.floor(at / 1_000);
    const dip = 1 - 0.7 * Math.exp(-(((second % 60) - 30) ** 2) / 30);
    const wave = dip * (1 + 0.08 * Math.sin(second / 2.3) + 0.05 * Math.sin(second));
    const camera = Math.min(1_850_000 * wave, call.bitrateLimits.camera ?? Infinity);
    const streams = [
      sound('up', 34_000),
      sound('down', 36_000),
      ...(call.kind === 'video' ? [picture('up', camera, dip), picture('down', 1_420_000 * wave, dip)] : []),
    ];
    const sum = (direction: 'up' | 'down'): number =>
      streams.reduce((total, one) => total + (one.direction === direction ? one.bitrate : 0), 8_000);
    return {
      at,
      up: sum('up'),
      down: sum('down'),
      roundTrip: 24 + 6 * Math.sin(second / 3),
      availableUp: 2_600_000 * dip,
      route: { protocol: 'udp', relayed: call.route === 'relayed' },
      streams,
    };
  });
}

function sound(direction: StreamStatistics['direction'], bitrate: number): StreamStatistics {
  return {
    ...{ role: 'microphone', direction, codec: 'opus', bitrate, loss: 0, jitter: 3 },
    ...{ width: null, height: null, framesPerSecond: null, limitedBy: null },
  };
}

function picture(direction: StreamStatistics['direction'], bitrate: number, dip: number): StreamStatistics {
  const limited = dip < 0.6;
  return {
    ...{ role: 'camera', direction, codec: 'VP8', bitrate, loss: limited ? 0.021 : 0.001, jitter: 5 },
    ...{ width: limited ? 960 : 1280, height: limited ? 540 : 720, framesPerSecond: 30 },
    limitedBy: limited && direction === 'up' ? 'bandwidth' : null,
  };
}
