import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UploadState } from '../libraryApi.ts';
import { nextUpload, type UploadEvent } from './uploadMachine.ts';

const total = 1_000;
const error = { code: 'quota_exceeded', message: '' } as const;

function after(...events: UploadEvent[]): UploadState | null {
  let state: UploadState | null = null;
  for (const event of events) state = nextUpload(state, event, total);
  return state;
}

const anyEvent: fc.Arbitrary<UploadEvent> = fc.oneof(
  fc.constantFrom<UploadEvent>(
    { type: 'begin' },
    { type: 'sent' },
    { type: 'interrupted' },
    { type: 'pause' },
    { type: 'refused', error },
    { type: 'end' },
  ),
  fc.record({ type: fc.constant('hashed' as const), done: fc.integer({ min: -5, max: 2_000 }) }),
  fc.record({
    type: fc.constant('moved' as const),
    done: fc.integer({ min: -5, max: 2_000 }),
    speed: fc.nat(),
  }),
);

test('an upload is prepared, moved and verified, and is over when the server has it', () => {
  const moved: UploadEvent[] = [
    { type: 'begin' },
    { type: 'hashed', done: 1_000 },
    { type: 'moved', done: 400, speed: 50 },
  ];
  expect(after(...moved)).toEqual({ status: 'uploading', done: 400, total, speed: 50 });
  expect(after(...moved, { type: 'sent' })).toEqual({ status: 'verifying' });
  expect(after(...moved, { type: 'sent' }, { type: 'end' })).toBeNull();
});

test('a lost network is waited out where it was lost, and progress goes on from there', () => {
  const lost: UploadEvent[] = [
    { type: 'begin' },
    { type: 'moved', done: 400, speed: 50 },
    { type: 'interrupted' },
  ];
  expect(after(...lost)).toEqual({ status: 'waiting', done: 400, total });
  expect(after(...lost, { type: 'moved', done: 500, speed: 9 })).toMatchObject({ status: 'uploading' });
});

test('what was sent and not confirmed waits with all its bytes', () => {
  expect(after({ type: 'begin' }, { type: 'sent' }, { type: 'interrupted' })).toEqual({
    status: 'waiting',
    done: total,
    total,
  });
});

test('progress that comes after a pause does not undo it; only a new beginning does', () => {
  const paused: UploadEvent[] = [
    { type: 'begin' },
    { type: 'moved', done: 400, speed: 50 },
    { type: 'pause' },
  ];
  expect(after(...paused, { type: 'moved', done: 500, speed: 9 }, { type: 'sent' })).toEqual({
    status: 'paused',
    done: 400,
    total,
  });
  expect(after(...paused, { type: 'begin' })).toMatchObject({ status: 'preparing' });
});

test('after the last byte there is nothing to pause', () => {
  expect(after({ type: 'begin' }, { type: 'sent' }, { type: 'pause' })).toEqual({
    status: 'verifying',
  });
});

test('whatever happens, there are never more bytes done than the file has, and an end is an end', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      const state = after(...events);
      if (state !== null && 'done' in state) {
        expect(state.done).toBeGreaterThanOrEqual(0);
        expect(state.done).toBeLessThanOrEqual(state.total);
      }
      expect(nextUpload(state, { type: 'end' }, total)).toBeNull();
    }),
  );
});

test('only somebody who wants it begins an upload', () => {
  fc.assert(
    fc.property(fc.array(anyEvent.filter(({ type }) => type !== 'begin')), (events) => {
      expect(after(...events)).toBeNull();
    }),
  );
});
