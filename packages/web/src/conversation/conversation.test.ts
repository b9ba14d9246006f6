import { expect, test } from 'vitest';
import { samplePeople, scenarios } from '@cardea/client/fake';
import type { ChatMessage } from '@cardea/client';
import { groupMessages } from './groupMessages.ts';
import { splitLinks } from './splitLinks.ts';

const noon = new Date(2026, 2, 10, 12).getTime();
const minute = 60_000;
const sample = scenarios.home(noon).chat.open.get(samplePeople.ann.id)?.messages[0];

function message(id: string, mine: boolean, sentAt: number): ChatMessage {
  if (sample === undefined) throw new Error('The home scenario has a conversation with Ann.');
  return { ...sample, id: `message-${id}` as ChatMessage['id'], mine, sentAt };
}

test('what one person writes within five minutes is one group', () => {
  const items = groupMessages([
    message('1', true, noon),
    message('2', true, noon + 2 * minute),
    message('3', true, noon + 9 * minute),
    message('4', false, noon + 10 * minute),
  ]);
  const shape = items.map((item) => (item.type === 'day' ? 'day' : [item.first, item.last]));
  expect(shape).toEqual(['day', [true, false], [false, true], [true, true], [true, true]]);
});

test('each day begins with a heading, even within five minutes', () => {
  const midnight = new Date(2026, 2, 11).getTime();
  const items = groupMessages([message('1', true, midnight - minute), message('2', true, midnight + minute)]);
  expect(items.map(({ type }) => type)).toEqual(['day', 'message', 'day', 'message']);
});

test('web addresses become links, without the punctuation of the sentence', () => {
  expect(splitLinks('See https://a.example/b?c=1. And (http://d.example)!')).toEqual([
    { type: 'text', text: 'See ' },
    { type: 'link', text: 'https://a.example/b?c=1', href: 'https://a.example/b?c=1' },
    { type: 'text', text: '. And (' },
    { type: 'link', text: 'http://d.example', href: 'http://d.example/' },
    { type: 'text', text: ')!' },
  ]);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '<img src=x>'])(
  '%s is never a link',
  (text) => {
    expect(splitLinks(text)).toEqual([{ type: 'text', text }]);
  },
);
