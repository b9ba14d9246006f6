import { samplePeople } from '@cardea/client/fake';
import type { Contact } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { historyResult } from './historyResult.ts';
import { peopleSections } from './peopleSections.ts';

const { ann, bo, clara } = samplePeople;

test('contacts who can be reached come first, then the alphabet decides', () => {
  const contact = (person: Contact['person'], presence: Contact['presence']): Contact => ({
    person,
    presence,
    state: 'accepted',
  });
  const { contacts } = peopleSections(
    [contact(clara, 'online'), contact(bo, 'offline'), contact(ann, 'online')],
    'en',
  );
  expect(contacts.map(({ person }) => person)).toEqual([ann, clara, bo]);
});

test('an incoming call that nobody took is missed, whatever ended it', () => {
  for (const result of ['no-answer', 'cancelled', 'busy', 'offline'] as const) {
    expect(historyResult({ direction: 'incoming', result, duration: 0 }).arrow).toBe('missed');
    expect(historyResult({ direction: 'outgoing', result, duration: 0 }).arrow).toBe('outgoing');
  }
  expect(historyResult({ direction: 'incoming', result: 'hung-up', duration: 9 })).toEqual({
    arrow: 'incoming',
    word: null,
  });
});
