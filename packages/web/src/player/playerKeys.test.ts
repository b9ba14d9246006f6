import { expect, test } from 'vitest';
import { actionFor, nextSpeed } from './playerKeys.ts';

const press = (key: string, change = {}) =>
  actionFor({ key, altKey: false, ctrlKey: false, metaKey: false, ...change });

test('keys do what they do in other players', () => {
  expect(press(' ')).toEqual({ type: 'play' });
  expect(press('k')).toEqual({ type: 'play' });
  expect(press('ArrowLeft')).toEqual({ type: 'seek', by: -5 });
  expect(press('l')).toEqual({ type: 'seek', by: 10 });
  expect(press('.')).toEqual({ type: 'frame', by: 1 });
  expect(press('F')).toEqual({ type: 'full-screen' });
  expect(press('x')).toBeNull();
});

test('with Ctrl, Alt or the command key they are the browser’s', () => {
  for (const held of ['ctrlKey', 'altKey', 'metaKey']) expect(press('s', { [held]: true })).toBeNull();
});

test('speed goes step by step, and stops at half and at twice', () => {
  expect(nextSpeed(1, 1)).toBe(1.25);
  expect(nextSpeed(1, -1)).toBe(0.75);
  expect(nextSpeed(2, 1)).toBe(2);
  expect(nextSpeed(0.5, -1)).toBe(0.5);
});
