import { expect, test } from 'vitest';
import { ago, until, dayHeading, daysBetween, duration, fileSize, timer } from './format.ts';
import { detectLanguage, localeFor } from './language.ts';

const noon = new Date(2026, 2, 10, 12).getTime();
const hour = 3_600_000;

test('the timer shows hours only when there are some', () => {
  expect([0, 65_000, 3_723_000, -5].map(timer)).toEqual(['00:00', '01:05', '1:02:03', '00:00']);
});

test('days are counted by midnight, not by 24 hours', () => {
  expect(daysBetween(noon - 13 * hour, noon)).toBe(1);
  expect(daysBetween(noon - 11 * hour, noon)).toBe(0);
});

test('the headings of today and yesterday are words of the language', () => {
  expect(dayHeading(noon, noon, 'en')).toBe('Today');
  expect(dayHeading(noon - 24 * hour, noon, 'zh-CN')).toBe('昨天');
});

test('a duration has at most two units, and none is zero', () => {
  expect(duration(27 * 60_000 + 41_000, 'en')).toBe('27 min 41 sec');
  expect(duration(3_600_000, 'en')).toBe('1 hr');
  expect(duration(400, 'en')).toBe('1 sec');
});

test('file sizes are shown in the unit that fits', () => {
  expect(fileSize(2_411_724, 'en')).toBe('2.4 MB');
  expect(fileSize(999_999, 'en')).toBe('1 MB');
  expect(fileSize(12_000, 'zh-CN')).toBe('12 kB');
});

test('any kind of Chinese gets 简体中文, and what we do not have gets English', () => {
  expect(detectLanguage(['zh-TW', 'en'])).toBe('zh-CN');
  expect(detectLanguage(['fr-FR', 'en-US'])).toBe('en');
  expect(detectLanguage(['fr-FR'])).toBe('en');
});

test('dates follow the region of the browser where it speaks the language on the screen', () => {
  expect(localeFor('en', ['fr-FR', 'en-GB'])).toBe('en-GB');
  expect(localeFor('zh-CN', ['en-GB'])).toBe('zh-CN');
});

test('how long ago is told in the unit that fits', () => {
  const now = new Date(2026, 5, 15, 12).getTime();
  const minute = 60_000;
  expect(ago(now, now, 'en')).toBe('now');
  expect(ago(now - 12 * minute, now, 'en')).toBe('12 minutes ago');
  expect(ago(now - 3 * 60 * minute, now, 'en')).toBe('3 hours ago');
  expect(ago(now - 24 * 60 * minute, now, 'en')).toBe('yesterday');
  expect(ago(now - 30 * 24 * 60 * minute, now, 'en')).toBe('May 16');
});

test('how soon is told in the unit that fits', () => {
  const hour = 3_600_000;
  expect(until(20 * 60_000, 0, 'en')).toBe('in 20 minutes');
  expect(until(30 * hour, 0, 'en')).toBe('in 30 hours');
  expect(until(7 * 24 * hour, 0, 'en')).toBe('in 7 days');
});
