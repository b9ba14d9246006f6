import type { CallStatistics, StreamStatistics } from '@cardea/client';
import { describe, expect, it } from 'vitest';
import { choiceOf, readOwnBitrate } from './bitratePresets.ts';
import { gradeOf } from './grade.ts';

function measured(roundTrip: number | null, loss: number | null): CallStatistics {
  const stream = { role: 'camera', direction: 'up', loss } as StreamStatistics;
  return { at: 0, up: 0, down: 0, roundTrip, availableUp: null, route: null, streams: [stream] };
}

describe('the grade of a call', () => {
  it.each([
    [[], 'good'],
    [[measured(null, null)], 'good'],
    [[measured(40, 0.01)], 'good'],
    [[measured(450, 0)], 'fair'],
    [[measured(40, 0.05)], 'fair'],
    [[measured(900, 0)], 'poor'],
    [[measured(40, 0.2)], 'poor'],
  ] as const)('%#: %s is %s', (history, grade) => expect(gradeOf(history)).toBe(grade));

  it('looks at the last three seconds only', () => {
    expect(gradeOf([measured(900, 0.5), ...Array.from({ length: 3 }, () => measured(20, 0))])).toBe('good');
  });
});

describe('a bitrate', () => {
  it.each([
    ['camera', null, 'auto'],
    ['camera', 250_000, 'saver'],
    ['screen', 250_000, 'own'],
    ['screen', 4_000_000, 'high'],
  ] as const)('of %s at %s is %s', (role, limit, choice) => expect(choiceOf(role, limit)).toBe(choice));

  it.each([
    ['500', 500_000],
    [' 30 ', 30_000],
    ['29', null],
    ['50001', null],
    ['1e3', null],
    ['-5', null],
    ['', null],
    ['12.5', null],
  ])('typed as "%s" is %s', (text, value) => expect(readOwnBitrate(text)).toBe(value));
});
