import { expect, test } from 'vitest';
import { defaultPreferences, parsePreferences } from './preferences.ts';

test.each([null, '', '{', '[]', 'null', '{"theme":"pink","language":"xx","shortcuts":1,"name":7}'])(
  'what is missing or damaged in the storage falls back to the defaults: %s',
  (text) => {
    expect(parsePreferences(text)).toEqual(defaultPreferences);
  },
);

test('what was chosen is remembered, field by field', () => {
  expect(parsePreferences('{"theme":"dark","language":"zh-CN","ringSounds":false,"theirs":1}')).toEqual({
    ...defaultPreferences,
    theme: 'dark',
    language: 'zh-CN',
    ringSounds: false,
  });
});
