import { expect, test } from 'vitest';
import { cropArea } from './cropArea.ts';

test('the square of an avatar never leaves the picture', () => {
  expect(cropArea(400, 200, 1, { x: 0, y: 0 })).toEqual({ x: 0, y: 0, side: 200 });
  expect(cropArea(400, 200, 2, { x: 1, y: 1 })).toEqual({ x: 300, y: 100, side: 100 });
});
