import { describe, expect, test } from 'vitest';
import { CardeaError, errorCatalogue, ErrorCode } from './errors.ts';
import { DeviceId, newId } from './ids.ts';
import { limits } from './limits.ts';
import { PeerMessage, PeerSignal } from './peerMessages.ts';
import { Avatar, Name, nameKey } from './people.ts';
import { RoomName } from './rooms.ts';
import { socketRequests } from './signalling.ts';

describe('names', () => {
  test('are trimmed, folded and composed', () => {
    expect(Name.parse('  Ann   Li ')).toBe('Ann Li');
    expect(Name.parse('e\u0301va')).toBe('éva');
    expect(Name.parse('小明')).toBe('小明');
  });
  test.each([
    ['nothing', '   '],
    ['too long', 'x'.repeat(limits.nameLength + 1)],
    ['a zero-width space', 'An\u200bn'],
    ['a right-to-left override', 'nn\u202eA'],
    ['a NUL', 'A\u0000nn'],
  ])('refuse %s', (_what, text) => {
    expect(Name.safeParse(text).success).toBe(false);
  });
  test('are text, so markup is a name like any other', () => {
    expect(Name.parse('<b>Ann</b>')).toBe('<b>Ann</b>');
  });
  test('are one name whatever their case or width', () => {
    expect(nameKey('Ａnn LI')).toBe(nameKey('ann li'));
  });
});

describe('room names', () => {
  test.each(['10012', 'team-blue', '家庭', 'a.b_c'])('take %s', (name) => {
    expect(RoomName.safeParse(name).success).toBe(true);
  });
  test.each(['', '../etc', 'a/b', '-x', 'a b', '<x>', 'x'.repeat(65)])('refuse %j', (name) => {
    expect(RoomName.safeParse(name).success).toBe(false);
  });
});

test('an avatar is a small bitmap and never SVG', () => {
  expect(Avatar.safeParse('data:image/webp;base64,AAAA').success).toBe(true);
  expect(Avatar.safeParse('data:image/svg+xml;base64,AAAA').success).toBe(false);
  expect(Avatar.safeParse(`data:image/png;base64,${'A'.repeat(limits.avatarLength)}`).success).toBe(false);
});

test('new ids fit their schema and differ', () => {
  const ids = new Set(Array.from({ length: 1000 }, () => newId(DeviceId)));
  expect(ids.size).toBe(1000);
});

describe('every socket request', () => {
  test.each(Object.entries(socketRequests))('%s refuses unknown fields', (_name, { request }) => {
    const strict = request.safeParse({ __nobody_knows_this: 1 });
    expect(strict.success).toBe(false);
  });
  test.each(Object.entries(socketRequests))('%s refuses what is no object', (_name, { request }) => {
    for (const value of [null, undefined, 7, 'text', [], true]) {
      expect(request.safeParse(value).success).toBe(false);
    }
  });
});

test('peer messages and signals are bounded', () => {
  const long = 'x'.repeat(limits.sdpLength + 1);
  const id = newId(DeviceId);
  expect(
    PeerSignal.safeParse({
      type: 'description',
      from: id,
      to: null,
      description: { type: 'offer', sdp: long },
    }).success,
  ).toBe(false);
  expect(
    PeerMessage.safeParse({ type: 'chat', id, body: { type: 'text', text: long }, sentAt: 1 }).success,
  ).toBe(false);
});

describe('the error catalogue', () => {
  test('says of each code what happened and what to do', () => {
    for (const code of ErrorCode.options) {
      const { status, what, todo } = errorCatalogue[code];
      expect(status).toBeGreaterThanOrEqual(400);
      expect(what).toMatch(/\.$/);
      expect(todo).toMatch(/\.$/);
    }
  });
  test('an error survives its way over the wire', () => {
    const error = new CardeaError('rate_limited', { retryAfter: 7, details: 'ring' });
    expect(CardeaError.fromBody(error.toBody())).toMatchObject({
      code: 'rate_limited',
      retryAfter: 7,
      details: 'ring',
    });
  });
});
