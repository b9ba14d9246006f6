import { PersonId } from '@cardea/protocol';
import { expect, test } from 'vitest';
import type { ClientCall } from '../api.ts';
import { Timeline } from './timeline.ts';

const me = PersonId.parse('ann-ann-ann');
const other = PersonId.parse('bob-bob-bob');

function call(change: { camera?: boolean; theirMicrophone?: boolean; path?: 'mesh' | 'gateway' } = {}) {
  const { camera = true, theirMicrophone = true, path = 'mesh' } = change;
  const on = { on: true, busy: false, problem: null };
  return {
    person: { id: other },
    local: { camera: { ...on, on: camera }, microphone: on, screen: { ...on, on: false } },
    remote: { camera: true, microphone: theirMicrophone, screen: false },
    path: { inUse: path },
  } as unknown as ClientCall;
}

test('who did what, and when from the beginning', () => {
  const timeline = new Timeline(me, 10_000, call());
  timeline.note(call(), 10_500);
  timeline.note(call({ camera: false }), 11_000.4);
  timeline.note(call({ camera: false, theirMicrophone: false }), 12_000);
  timeline.note(call({ theirMicrophone: false, path: 'gateway' }), 13_000);
  expect(timeline.entries).toEqual([
    { at: 1_000, event: 'camera-off', person: me },
    { at: 2_000, event: 'microphone-off', person: other },
    { at: 3_000, event: 'camera-on', person: me },
    { at: 3_000, event: 'path', person: null },
  ]);
});

test('it does not grow without end', () => {
  const timeline = new Timeline(me, 0, call());
  for (let i = 0; i < 2_000; i++) timeline.note(call({ camera: i % 2 === 0 }), i);
  expect(timeline.entries).toHaveLength(500);
});
