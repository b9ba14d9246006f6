import { expect, test } from 'vitest';
import { isWaiting, toneFor } from './ringPlan.ts';

const call = (stage: 'calling' | 'ringing' | 'incoming' | 'connecting' | 'connected' | 'ended') => ({
  stage,
  heldByMe: false,
});

test('the caller hears nothing until it rings there', () => {
  expect(toneFor([call('calling')])).toBeNull();
  expect(toneFor([call('ringing')])).toBe('ringBack');
  expect(toneFor([call('connecting')])).toBeNull();
});

test('a ring during a call is a discreet one', () => {
  expect(toneFor([call('incoming')])).toBe('ring');
  expect(toneFor([call('connected'), call('incoming')])).toBe('waiting');
});

test('a call that has ended keeps nobody waiting', () => {
  expect(isWaiting([call('incoming'), call('ended')])).toBe(false);
  expect(isWaiting([call('incoming'), call('ringing')])).toBe(true);
});
