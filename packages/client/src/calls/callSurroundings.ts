import type { CallId, DeviceId, PeerSignal } from '@cardea/protocol';
import type { LocalTracksOptions } from '../media/capture/localTracks.ts';
import type { CallPath, CallPathEvents } from '../media/mediaPath.ts';
import type { Log } from '../log.ts';
import type { Requests } from '../signalling/signalling.ts';
import type { CallMemory } from './callMemory.ts';
import type { Self } from './callRecord.ts';
import type { DirectLinks } from './directLinks.ts';

/** Everything outside a call that it needs. */
export interface CallSurroundings {
  self: Self;
  signalling: Requests;
  /** Whether requests can reach the server now. */
  isOnline(): boolean;
  /** The server's clock, milliseconds. */
  serverNow(): number;
  createPath(events: CallPathEvents, send: (device: DeviceId, signal: PeerSignal) => void): CallPath;
  localTracks: Pick<LocalTracksOptions, 'capture' | 'mayOpenSilently'>;
  memory: CallMemory;
  links: DirectLinks;
  /** Tells the server, now or as soon as it is back, that a call has ended here. */
  sayFarewell(call: CallId): void;
  log: Log;
}
