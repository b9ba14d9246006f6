import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MediaClock } from './mediaClock.ts';

const rate = 48_000;
const block = 1_920;
const start = 1_000_000;

/** Plays blocks into a clock. @returns samples that were put in or left out after the first two seconds */
function play(
  clock: MediaClock,
  options: { from: number; to: number; drift?: number; delay?: (index: number) => number },
): number {
  const { from, to, drift = 0, delay = () => 0 } = options;
  let corrected = 0;
  const length = (block / rate) * 1000;
  for (let index = 0; ; index++) {
    const end = from + (index + 1) * length * (1 + drift);
    if (end > to) return corrected;
    const correction = clock.block(block, end + delay(index));
    if (index >= 50) corrected += Math.abs(correction);
  }
}

test('sound that begins late is preceded by silence up to where it belongs', () => {
  const clock = new MediaClock(start, rate);
  expect(clock.block(block, start + 540)).toBe(rate / 2);
  expect(clock.samples).toBe(rate / 2 + block);
});

test('a beginning that came late does not make the recording longer than it was', () => {
  const clock = new MediaClock(start, rate);
  // The first block waited 150 ms for a busy machine, the others are on time.
  expect(play(clock, { from: start, to: start + 4_000, delay: (index) => (index === 0 ? 150 : 0) })).toBe(0);
  expect(Math.abs(clock.samples / rate - 4)).toBeLessThan(0.02);
});

test('pictures take their time from sound that comes steadily, however its blocks are delayed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 200, maxLength: 400 }), (delays) => {
      const clock = new MediaClock(start, rate);
      const end = start + delays.length * 40;
      expect(play(clock, { from: start, to: end, delay: (index) => delays[index] ?? 0 })).toBe(0);
      expect(Math.abs(clock.at(end) - (end - start))).toBeLessThan(70);
    }),
  );
});

test('a device whose clock is slow or fast makes neither gaps nor cuts in an hour', () => {
  for (const drift of [-200e-6, 200e-6]) {
    const clock = new MediaClock(start, rate);
    const end = start + 3_600_000;
    expect(play(clock, { from: start, to: end, drift })).toBe(0);
    const samples = (clock.samples / rate) * 1000;
    expect(Math.abs(clock.at(end) - samples)).toBeLessThan(90);
  }
});

test('while sound stands still silence is written, and what comes afterwards is in its place', () => {
  const clock = new MediaClock(start, rate);
  play(clock, { from: start, to: start + 2_000 });
  for (let now = start + 2_000; now <= start + 10_000; now += 8) clock.silence(now, 400);
  const before = (clock.samples / rate) * 1000;
  expect(before).toBeGreaterThan(8_900);
  expect(before).toBeLessThanOrEqual(10_000);
  clock.block(block, start + 10_040);
  expect(Math.abs((clock.samples / rate) * 1000 - 10_040)).toBeLessThan(125);
});

test('time never goes back for pictures', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 5, max: 400 }), { maxLength: 200 }), (steps) => {
      const clock = new MediaClock(start, rate);
      let now = start;
      let last = 0;
      for (const step of steps) {
        now += step;
        if (step < 100) clock.block(block, now);
        const at = clock.at(now);
        expect(at).toBeGreaterThanOrEqual(last - 400);
        last = at;
      }
    }),
  );
});
