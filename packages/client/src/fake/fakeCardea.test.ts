import { expect, test, vi } from 'vitest';
import { createFakeCardea, samplePeople, scenarios, type ScenarioName } from './fakeCardea.ts';

test.each(Object.keys(scenarios) as ScenarioName[])(
  'the scenario "%s" can be opened outside a browser',
  (name) => {
    const world = scenarios[name](Date.now());
    const cardea = createFakeCardea(world);
    expect(cardea.session.store.getState()).toBe(world.session);
  },
);

test('a call that is placed rings after a second, is answered after three, and ends when it is hung up', async () => {
  vi.useFakeTimers();
  try {
    const { calls } = createFakeCardea(scenarios.home(Date.now()));
    const id = await calls.ring(samplePeople.ann, 'audio');
    const stage = (): string | undefined =>
      calls.store.getState().calls.find((call) => call.id === id)?.stage;
    expect(stage()).toBe('calling');
    vi.advanceTimersByTime(1_000);
    expect(stage()).toBe('ringing');
    vi.advanceTimersByTime(2_000);
    expect(stage()).toBe('connected');
    await calls.hangUp(id);
    expect(stage()).toBe('ended');
  } finally {
    vi.useRealTimers();
  }
});
