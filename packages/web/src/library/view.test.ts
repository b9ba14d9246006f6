import { scenarios } from '@cardea/client/fake';
import { expect, test } from 'vitest';
import { viewOf, type LibraryView } from './view.ts';

const { entries } = scenarios.home(Date.now()).library;
const everything: LibraryView = { filter: 'all', text: '', order: 'newest' };
const titles = (view: Partial<LibraryView>): string[] =>
  viewOf(entries, { ...everything, ...view }, 'en').map(({ item }) => item.title);

test('everything is shown unless something narrower is asked for', () => {
  expect(titles({})).toHaveLength(entries.length);
  expect(titles({ filter: 'screenshot' })).toEqual(['Slide about the budget', 'Everybody waves']);
});

test('what is shared with me is what belongs to somebody else, of any kind', () => {
  expect(titles({ filter: 'shared' })).toEqual(['代码评审', 'Video message']);
});

test('words are looked for in titles and in the names of the people, each of them, in any case', () => {
  expect(titles({ text: 'PIANO' })).toEqual(['Piano lesson']);
  expect(titles({ text: '陈博' })).toContain('代码评审');
  expect(titles({ text: 'clara lesson' })).toEqual(['Piano lesson']);
  expect(titles({ text: 'clara budget' })).toEqual([]);
});

test('the oldest can come first', () => {
  expect(titles({ order: 'oldest' })).toEqual(titles({}).toReversed());
});
