import { mediaRoles, type MediaRole } from '@cardea/protocol';
import { describe, type Log } from '../../log.ts';
import type { RemoteTracks } from '../mediaPath.ts';

export type LocalTracksByRole = ReadonlyMap<MediaRole, MediaStreamTrack>;

const kindOf = { microphone: 'audio', camera: 'video', screen: 'video', 'screen-audio': 'audio' } as const;

/**
 * The four transceivers of a connection, in the order of `mediaRoles`, which is the order of the m-lines.
 * All are `sendrecv` from the first negotiation on, so a track goes in or out by `replaceTrack` alone.
 */
export class RoleTransceivers {
  readonly #log: Log;
  readonly #byRole = new Map<MediaRole, RTCRtpTransceiver>();

  constructor(log: Log) {
    this.#log = log;
  }

  get complete(): boolean {
    return this.#byRole.size === mediaRoles.length;
  }

  /** As offerer: creates them. */
  create(connection: RTCPeerConnection, tracks: LocalTracksByRole): void {
    for (const role of mediaRoles) {
      const track = tracks.get(role);
      const transceiver = connection.addTransceiver(track ?? kindOf[role], { direction: 'sendrecv' });
      this.#byRole.set(role, transceiver);
    }
  }

  /**
   * As answerer: takes over those that a remote offer has created, which are in the order of its m-lines
   * (RFC 8829 5.10). What else the offer holds is left as it is.
   */
  adopt(connection: RTCPeerConnection, tracks: LocalTracksByRole): void {
    const transceivers = connection.getTransceivers().filter((one) => one.direction !== 'stopped');
    mediaRoles.forEach((role, index) => {
      const transceiver = transceivers[index];
      if (transceiver === undefined || transceiver.receiver.track.kind !== kindOf[role]) return;
      transceiver.direction = 'sendrecv';
      this.#byRole.set(role, transceiver);
      const track = tracks.get(role);
      if (track !== undefined) this.replace(role, track);
    });
  }

  replace(role: MediaRole, track: MediaStreamTrack | null): void {
    const sender = this.#byRole.get(role)?.sender;
    if (sender === undefined || sender.track === track) return;
    sender.replaceTrack(track).catch((error: unknown) => {
      // It rejects when the connection was closed meanwhile, which is no news, and for a track of the wrong kind.
      this.#log('debug', 'track not replaced', { role, reason: describe(error) });
    });
  }

  remoteTracks(): RemoteTracks {
    const tracks: Partial<Record<MediaRole, MediaStreamTrack>> = {};
    for (const [role, transceiver] of this.#byRole) tracks[role] = transceiver.receiver.track;
    return tracks;
  }
}
