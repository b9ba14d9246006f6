import type { CallsState, ChatState } from '@cardea/client';
import { expect, test } from 'vitest';
import { reloadCosts } from './reloadCosts.ts';

type Stage = CallsState['calls'][number]['stage'];
type Transfer = { direction: 'up' | 'down'; url: string | null };

// Only what is looked at.
const calls = (...stages: Stage[]) =>
  ({ calls: stages.map((stage) => ({ stage })) }) as unknown as Pick<CallsState, 'calls'>;
const chat = (...transfers: (Transfer | null)[]) =>
  ({
    open: new Map([['someone', { messages: transfers.map((transfer) => ({ transfer })) }]]),
  }) as unknown as Pick<ChatState, 'open'>;

test('a reload costs nothing when there is nothing but what the server has too', () => {
  expect(reloadCosts(calls(), chat(null, { direction: 'down', url: null }), false)).toBe(false);
  expect(reloadCosts(calls('ended'), chat({ direction: 'up', url: 'blob:mine' }), false)).toBe(false);
});

test.each(['incoming', 'ringing', 'connected'] as const)(
  'it costs something in a call that is %s',
  (stage) => {
    expect(reloadCosts(calls('ended', stage), chat(), false)).toBe(true);
  },
);

test('it costs what was begun and not sent, and a file that has come and is nowhere else', () => {
  expect(reloadCosts(calls(), chat(), true)).toBe(true);
  expect(reloadCosts(calls(), chat({ direction: 'down', url: 'blob:theirs' }), false)).toBe(true);
});
