import type { StoreApi } from 'zustand/vanilla';

/** A store whose values are immutable snapshots, for looking and listening only. */
export type ReadonlyStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>;
