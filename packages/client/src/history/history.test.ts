import { CallId, newId, PersonId, type HistoryEntry } from '@cardea/protocol';
import { expect, test, vi } from 'vitest';
import { ScriptedSignalling } from '../signalling/scriptedSignalling.ts';
import { History } from './history.ts';

function entry(startedAt: number, missedUnseen = false): HistoryEntry {
  return {
    callId: newId(CallId),
    withPersonId: newId(PersonId),
    direction: 'incoming',
    kind: 'audio',
    startedAt,
    duration: 0,
    result: 'no-answer',
    missedUnseen,
  };
}

test('pages come one after the other, newest first, each call once', async () => {
  const [one, two, three] = [entry(30), entry(20), entry(10)];
  const line = new ScriptedSignalling({
    'history:list': ({ before }) =>
      before === undefined
        ? { entries: [one, two], people: [], more: true }
        : { entries: [two, three], people: [], more: false },
  });
  const history = new History(line, () => undefined);
  await history.load();
  await history.load();
  expect(line.asked.at(-1)?.request).toEqual({ before: 20 });
  expect(history.store.getState()).toMatchObject({ entries: [one, two, three], more: false, loaded: true });
});

test('looking at missed calls takes the badge and the marks away', async () => {
  const line = new ScriptedSignalling();
  const history = new History(line, () => undefined);
  line.tell('welcome', { missedCalls: 1 });
  line.tell('history:added', { entry: entry(5, true) });
  expect(history.store.getState().missed).toBe(1);
  await history.markSeen();
  expect(history.store.getState().missed).toBe(0);
  expect(history.store.getState().entries[0]?.missedUnseen).toBe(false);
});

test('seen on another device is seen here', () => {
  const line = new ScriptedSignalling();
  const history = new History(line, () => undefined);
  line.tell('history:missed', { count: 3 });
  expect(history.store.getState().missed).toBe(3);
  line.tell('history:missed', { count: 0 });
  expect(history.store.getState().missed).toBe(0);
});

test('what happened while the line was down is there after the next welcome', async () => {
  const late = entry(50);
  let entries = [entry(10)];
  const line = new ScriptedSignalling({ 'history:list': () => ({ entries, people: [], more: false }) });
  const history = new History(line, () => undefined);
  await history.load();
  entries = [late, ...entries];
  line.tell('welcome', { missedCalls: 1 });
  await vi.waitFor(() => expect(history.store.getState().entries).toHaveLength(2));
});
