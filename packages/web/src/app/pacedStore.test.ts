import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { pacedStore } from './pacedStore.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('shows a change after a quiet time at once, and those that follow together', () => {
  const store = createStore<{ value: number }>(() => ({ value: 0 }));
  const paced = pacedStore(store, 100);
  const seen: number[] = [];
  paced.subscribe(({ value }) => seen.push(value));
  store.setState({ value: 1 });
  store.setState({ value: 2 });
  store.setState({ value: 3 });
  expect([paced.getState().value, ...seen]).toEqual([1, 1]);
  vi.advanceTimersByTime(100);
  expect([paced.getState().value, ...seen]).toEqual([3, 1, 3]);
  store.setState({ value: 4 });
  expect(paced.getState().value).toBe(3);
  vi.advanceTimersByTime(100);
  expect(paced.getState().value).toBe(4);
  vi.advanceTimersByTime(100);
  store.setState({ value: 5 });
  expect(seen).toEqual([1, 3, 4, 5]);
});

it('says nothing to who has left', () => {
  const store = createStore<{ value: number }>(() => ({ value: 0 }));
  const paced = pacedStore(store, 100);
  const heard = vi.fn<() => void>();
  paced.subscribe(heard)();
  store.setState({ value: 1 });
  expect(heard).not.toHaveBeenCalled();
});
