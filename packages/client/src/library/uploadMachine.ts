import type { ErrorBody } from '@cardea/protocol';
import type { UploadState } from '../libraryApi.ts';

export type UploadEvent =
  /** Somebody wants it uploaded, or it goes on after a reload. */
  | { type: 'begin' }
  /** So many bytes of the checksum are taken. */
  | { type: 'hashed'; done: number }
  /** The server has so many bytes. */
  | { type: 'moved'; done: number; speed: number }
  | { type: 'sent' }
  /** The network or the server is away. */
  | { type: 'interrupted' }
  | { type: 'pause' }
  | { type: 'refused'; error: ErrorBody }
  /** The server has it, or it was given up. */
  | { type: 'end' };

/**
 * What becomes of an upload; `null` is none. An event that does not fit changes nothing: progress of a request that was
 * under way when somebody paused comes late.
 * @param total bytes of the file
 */
export function nextUpload(state: UploadState | null, event: UploadEvent, total: number): UploadState | null {
  switch (event.type) {
    case 'begin':
      // What goes on stays as it is.
      return state === null || state.status === 'paused' || state.status === 'failed'
        ? { status: 'preparing', done: 0, total }
        : state;
    case 'hashed':
      return state?.status === 'preparing' || state?.status === 'waiting'
        ? { status: 'preparing', done: within(event.done, total), total }
        : state;
    case 'moved':
      return isUnderWay(state)
        ? { status: 'uploading', done: within(event.done, total), total, speed: event.speed }
        : state;
    case 'sent':
      return isUnderWay(state) ? { status: 'verifying' } : state;
    case 'interrupted':
      if (isUnderWay(state)) return { status: 'waiting', done: state.done, total };
      // The answer to the last bytes did not come: whether all are there is asked when the server is back.
      return state?.status === 'verifying' ? { status: 'waiting', done: total, total } : state;
    case 'pause':
      // After the last byte there is nothing left to pause.
      return isUnderWay(state) ? { status: 'paused', done: state.done, total } : state;
    case 'refused':
      return state === null || state.status === 'paused' ? state : { status: 'failed', error: event.error };
    case 'end':
      return null;
  }
}

function isUnderWay(
  state: UploadState | null,
): state is Extract<UploadState, { status: 'preparing' | 'uploading' | 'waiting' }> {
  return state?.status === 'preparing' || state?.status === 'uploading' || state?.status === 'waiting';
}

function within(done: number, total: number): number {
  return Math.min(total, Math.max(0, done));
}
