import { errorCatalogue } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

function flat(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): [string, string][] =>
    typeof inner === 'object' && inner !== null
      ? flat(inner, `${path}${key}.`)
      : [[`${path}${key}`, String(inner)]],
  );
}

const english = new Map(flat(en));

test('every error code has a sentence in both languages', () => {
  for (const code of Object.keys(errorCatalogue)) {
    expect(en.errors).toHaveProperty(code);
    expect(zh.errors).toHaveProperty(code);
  }
});

test.each(flat(zh))('%s takes the same values in Chinese and has no English words', (key, chinese) => {
  const names = (text: string): string[] =>
    [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();
  expect(names(chinese)).toEqual(names(english.get(key) ?? ''));
  const words = chinese.replace(/\{\{\w+\}\}/g, '').match(/[A-Za-z]{2,}/g) ?? [];
  const known = new Set(['Cardea', 'Esc', 'HTTPS', 'IP', 'iPhone', 'Android', 'CA', 'DTLS', 'SRTP']);
  // Formats and browsers keep their names.
  for (const word of ['MP', 'WebM', 'Chrome', 'Edge', 'Firefox']) known.add(word);
  // Of the developers' page: names, and what the interface itself is written in.
  for (const word of ['Janus', 'API', 'WebSocket', 'ws', 'wss', 'connect', 'src', 'kb', 'audio', 'video']) {
    known.add(word);
  }
  expect(words.filter((word) => !known.has(word))).toEqual([]);
});
