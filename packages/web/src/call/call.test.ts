import { sampleCall, samplePeople } from '@cardea/client/fake';
import type { ClientCall } from '@cardea/client';
import { expect, test } from 'vitest';
import { nearestCorner } from './corners.ts';
import { pickHint } from './pickHint.ts';
import { shortcutFor } from './shortcutKeys.ts';
import { farewell, heldCalls, shownCall } from './surface.ts';
import { troubleOf } from './trouble.ts';

const { ann, bo } = samplePeople;
const talking = sampleCall({ id: 'call-talking', person: ann, stage: 'connected' }, 0);
const held: ClientCall = {
  ...sampleCall({ id: 'call-on-hold', person: bo, stage: 'connected' }, 0),
  heldByMe: true,
};
const ringing = sampleCall({ id: 'call-ringing', person: bo, stage: 'incoming', direction: 'incoming' }, 0);
const ended = (part: Partial<ClientCall>): ClientCall => ({
  ...talking,
  connectedAt: null,
  stage: 'ended',
  ...part,
});

test('the active call has the screen; without one, the call on hold; an incoming ring never', () => {
  expect(shownCall([held, talking], talking.id)).toBe(talking);
  expect(shownCall([held, ringing], null)).toBe(held);
  expect(shownCall([ringing], null)).toBeUndefined();
  expect(heldCalls([held, talking, ringing], talking.id)).toEqual([held]);
});

test('a call that was talked, or that I placed, ends with a screen', () => {
  const end = { reason: 'hung-up', byMe: false, duration: 5 } as const;
  expect(farewell(ended({ end, direction: 'incoming', connectedAt: 1 }))).toBe('screen');
  expect(farewell(ended({ end: { ...end, reason: 'declined' }, direction: 'outgoing' }))).toBe('screen');
});

test('an incoming call that was not answered is missed; one that I declined, or answered elsewhere, is not', () => {
  const end = { byMe: false, duration: 0 };
  expect(farewell(ended({ direction: 'incoming', end: { ...end, reason: 'cancelled' } }))).toBe('missed');
  expect(farewell(ended({ direction: 'incoming', end: { ...end, reason: 'no-answer' } }))).toBe('missed');
  expect(farewell(ended({ direction: 'incoming', end: { ...end, byMe: true, reason: 'declined' } }))).toBe(
    'nothing',
  );
  expect(farewell(ended({ direction: 'incoming', end: { ...end, reason: 'answered-elsewhere' } }))).toBe(
    'elsewhere',
  );
});

test('a lost connection is my trouble, unless the server has lost them and hears me', () => {
  const lost: ClientCall = { ...talking, link: 'reconnecting' };
  const they: ClientCall = {
    ...lost,
    record: {
      ...lost.record,
      state: {
        phase: 'connected',
        answeredBy: lost.record.caller.deviceId,
        answeredAt: 0,
        connectedAt: 0,
        away: ['callee'],
        deadlineAt: null,
      },
    },
  };
  expect(troubleOf(lost, 'online', false)).toEqual({ media: 'mine', server: false });
  expect(troubleOf(they, 'online', false)).toEqual({ media: 'theirs', server: false });
  expect(troubleOf(they, 'offline', false)).toEqual({ media: 'mine', server: true });
});

test('a server that is away is no trouble of the media, and a frozen picture is theirs', () => {
  expect(troubleOf(talking, 'offline', false)).toEqual({ media: null, server: true });
  expect(troubleOf(talking, 'online', true)).toEqual({ media: 'theirs', server: false });
});

test('single keys are shortcuts; with Ctrl, Alt or ⌘, or repeated, they belong to the browser', () => {
  const key = { key: 'm', ctrlKey: false, metaKey: false, altKey: false, repeat: false };
  expect(shortcutFor(key)).toBe('microphone');
  expect(shortcutFor({ ...key, key: 'M' })).toBe('microphone');
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'repeat'] as const) {
    expect(shortcutFor({ ...key, [modifier]: true })).toBeNull();
  }
  expect(shortcutFor({ ...key, key: 'constructor' })).toBeNull();
});

test('what keeps people from hearing each other is said first, one thing at a time', () => {
  const { local } = talking;
  const quiet = {
    local,
    kind: 'video',
    soundBlocked: false,
    talking: false,
    speakingMuted: false,
    silent: false,
  } as const;
  const broken = { ...local, microphone: { on: false, busy: false, problem: 'no-device' } } as const;
  expect(pickHint(quiet)).toBeNull();
  expect(pickHint({ ...quiet, silent: true })).toEqual({ type: 'silent' });
  expect(pickHint({ ...quiet, silent: true, local: broken })).toMatchObject({
    type: 'device',
    device: 'microphone',
  });
  expect(pickHint({ ...quiet, local: broken, soundBlocked: true })).toEqual({ type: 'sound-blocked' });
});

test('a tile that is let go moves to the nearest corner', () => {
  expect(nearestCorner(10, 10, 100, 100)).toBe('top-left');
  expect(nearestCorner(90, 60, 100, 100)).toBe('bottom-right');
});
