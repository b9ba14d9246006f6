import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrange, type Rectangle } from './arrange.ts';

const sizes = fc.constantFrom(
  { width: 640, height: 360 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
);

test('every place is inside the picture and has room for something', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 12 }), fc.boolean(), (size, cameras, screen) => {
      const places = arrange(size, cameras, screen);
      expect(places.cameras).toHaveLength(cameras);
      expect(places.screen === null).toBe(!screen);
      for (const place of [...places.cameras, ...(places.screen === null ? [] : [places.screen])]) {
        expect(place.x).toBeGreaterThanOrEqual(0);
        expect(place.y).toBeGreaterThanOrEqual(0);
        expect(place.x + place.width).toBeLessThanOrEqual(size.width);
        expect(place.y + place.height).toBeLessThanOrEqual(size.height);
        expect(Math.min(place.width, place.height)).toBeGreaterThanOrEqual(2);
      }
    }),
  );
});

test('nobody covers anybody, except oneself in the corner', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 9 }), fc.boolean(), (size, cameras, screen) => {
      if (!screen && cameras === 2) return;
      const { cameras: places, screen: stage } = arrange(size, cameras, screen);
      const all = [...places, ...(stage === null ? [] : [stage])];
      for (const [index, one] of all.entries()) {
        for (const other of all.slice(index + 1)) expect(overlap(one, other)).toBe(false);
      }
    }),
  );
});

test('with two, the other fills the picture and one is small in the corner', () => {
  const { cameras } = arrange({ width: 1280, height: 720 }, 2, false);
  expect(cameras[0]).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
  expect(cameras[1]?.width).toBeLessThan(300);
});

function overlap(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
