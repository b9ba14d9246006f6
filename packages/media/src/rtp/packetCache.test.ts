import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PacketCache } from './packetCache.ts';
import { rtp } from './testPackets.ts';

function packet(sequenceNumber: number, size = 20): Buffer {
  const payload = Array.from({ length: size - 12 }, () => sequenceNumber & 0xff);
  return rtp({ sequenceNumber, payload });
}

describe('the packet cache', () => {
  it('forgets by count, by bytes and by age', () => {
    const byCount = new PacketCache({ packets: 4, bytes: 1_000, age: 100 });
    for (let number = 0; number < 5; number++) byCount.store(packet(number), 0);
    expect(byCount.take(0, 0)).toBeNull();
    expect(byCount.take(1, 0)).toEqual(packet(1));
    expect(byCount.take(1, 100)).toEqual(packet(1));
    expect(byCount.take(1, 101)).toBeNull();
    const byBytes = new PacketCache({ packets: 16, bytes: 50, age: 100 });
    for (let number = 0; number < 3; number++) byBytes.store(packet(number), 0);
    expect(byBytes.take(0, 0)).toBeNull();
    expect(byBytes.take(2, 0)).toEqual(packet(2));
  });

  it('gives a packet again only after the pause', () => {
    const cache = new PacketCache({ packets: 4, bytes: 1_000, age: 100 });
    cache.store(packet(1), 0);
    expect([0, 19, 20].map((now) => cache.take(1, now, 20) !== null)).toEqual([true, false, true]);
  });

  it('keeps nothing that is larger than it is, and nothing after being cleared', () => {
    const cache = new PacketCache({ packets: 4, bytes: 30, age: 100 });
    cache.store(packet(1, 31), 0);
    expect(cache.take(1, 0)).toBeNull();
    cache.store(packet(1), 0);
    cache.clear();
    expect(cache.take(1, 0)).toBeNull();
  });

  it('takes more room while it holds less than it has to cover, and no more than its limit', () => {
    const cache = new PacketCache({ packets: 64, bytes: 3_200, age: 1_000, part: 16, cover: 100 });
    let number = 0;
    let now = 0;
    const send = (packets: number, pause: number) => {
      for (let sent = 0; sent < packets; sent++) cache.store(packet(number++, 50), (now += pause));
    };
    // Four packets and 200 bytes are there from the beginning: enough for one packet in 40 ms.
    send(100, 40);
    expect(cache.size).toBe(200);
    send(100, 5);
    expect(cache.size).toBe(1_600);
    for (let back = 1; back <= 20; back++)
      expect(cache.take(number - back, now)).toEqual(packet(number - back, 50));
    send(1_000, 1);
    expect(cache.size).toBe(3_200);
    for (let back = 1; back <= 60; back++)
      expect(cache.take(number - back, now)).toEqual(packet(number - back, 50));
    expect(cache.take(number - 65, now)).toBeNull();
    send(1_000, 40);
    expect(cache.size).toBe(3_200);
  });

  it('keeps a packet larger than the room that it begins with', () => {
    const cache = new PacketCache({ packets: 16, bytes: 1_600, age: 1_000, part: 16, cover: 100 });
    cache.store(packet(1, 1_200), 0);
    expect(cache.take(1, 0)).toEqual(packet(1, 1_200));
    cache.store(packet(2, 1_601), 0);
    expect(cache.take(2, 0)).toBeNull();
  });

  it.each([1, 2, 4])(
    'never gives other bytes than were stored under a number, beginning with 1/%i',
    (part) => {
      fc.assert(
        fc.property(
          fc.nat(65_535),
          fc.array(fc.integer({ min: 13, max: 120 }), { maxLength: 60 }),
          (start, sizes) => {
            const cache = new PacketCache({ packets: 16, bytes: 400, age: 1_000, part, cover: 100 });
            const stored = sizes.map((size, index) => packet((start + index) & 0xffff, size));
            for (const one of stored) cache.store(one, 0);
            stored.forEach((one, index) => {
              const found = cache.take((start + index) & 0xffff, 0);
              if (found !== null) expect(found.equals(one)).toBe(true);
              // Three of the largest fit wherever the round ends.
              if (index >= stored.length - 2) expect(found).not.toBeNull();
            });
          },
        ),
      );
    },
  );
});
