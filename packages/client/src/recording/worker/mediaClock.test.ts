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
    const end = from + (index + 1) * length * (1 + drift) + delay(index);
    if (end > to) return corrected;
    const correction = clock.block(block, end);
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

test.each([
  ['a slow device', { drift: 200e-6 }],
  ['a fast device', { drift: -200e-6 }],
  [
    'a machine that loses 10 ms of sound every four seconds',
    { delay: (index: number) => Math.floor(index / 100) * 10 },
  ],
])('%s makes a recording no longer or shorter than it was', (_, options) => {
  const clock = new MediaClock(start, rate);
  const end = start + 600_000;
  const corrected = play(clock, { from: start, to: end, ...options });
  const samples = (clock.samples / rate) * 1000;
  expect(Math.abs(samples - 600_000)).toBeLessThan(100);
  expect(Math.abs(clock.at(end) - samples)).toBeLessThan(100);
  // No more is put in or left out than has to be.
  expect(corrected / rate).toBeLessThan(1.6);
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
