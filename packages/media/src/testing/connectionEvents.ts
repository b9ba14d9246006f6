import type { ConnectionEvents } from '../engine.ts';

/** For tests and benches: whoever opens a connection and wants to be told only of this. */
export function only(wanted: Partial<ConnectionEvents>): ConnectionEvents {
  const nothing = (): undefined => undefined;
  return {
    up: nothing,
    media: nothing,
    slowLink: nothing,
    transport: nothing,
    layers: nothing,
    data: nothing,
    recordingFailed: nothing,
    recordingEnded: nothing,
    closed: nothing,
    ...wanted,
  };
}
