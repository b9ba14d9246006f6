import { mediaRoles, type MediaRole } from '@cardea/protocol';
import { describe, type Log } from '../../log.ts';
import { SerialQueue } from '../../serialQueue.ts';
import type { RemoteTracks } from '../mediaPath.ts';

export type LocalTracksByRole = ReadonlyMap<MediaRole, MediaStreamTrack>;
/** bit/s. */
export type BitrateLimits = ReadonlyMap<MediaRole, number>;

const kindOf = { microphone: 'audio', camera: 'video', screen: 'video', 'screen-audio': 'audio' } as const;

/** Voice with lips, sound with the screen it comes from: a receiver keeps in time what is of one stream (RFC 8830 1). */
function streamsByRole(): Record<MediaRole, MediaStream> {
  const [person, screen] = [new MediaStream(), new MediaStream()];
  return { microphone: person, camera: person, screen, 'screen-audio': screen };
}

/**
 * The four transceivers of a connection, in the order of `mediaRoles`, which is the order of the m-lines.
 * All are `sendrecv` from the first negotiation on, so a track goes in or out by `replaceTrack` alone.
 */
export class RoleTransceivers {
  readonly #log: Log;
  readonly #byRole = new Map<MediaRole, RTCRtpTransceiver>();
  readonly #changes = new SerialQueue();

  constructor(log: Log) {
    this.#log = log;
  }

  get complete(): boolean {
    return this.#byRole.size === mediaRoles.length;
  }

  /** As offerer: creates them. */
  create(connection: RTCPeerConnection, tracks: LocalTracksByRole): void {
    const streams = streamsByRole();
    for (const role of mediaRoles) {
      const transceiver = connection.addTransceiver(tracks.get(role) ?? kindOf[role], {
        direction: 'sendrecv',
        streams: [streams[role]],
      });
      this.#byRole.set(role, transceiver);
    }
  }

  /**
   * As answerer: takes over those that a remote offer has created, which are in the order of its m-lines
   * (RFC 8829 5.10). What else the offer holds is left as it is.
   */
  adopt(connection: RTCPeerConnection, tracks: LocalTracksByRole): void {
    const transceivers = connection.getTransceivers().filter((one) => one.direction !== 'stopped');
    const streams = streamsByRole();
    mediaRoles.forEach((role, index) => {
      const transceiver = transceivers[index];
      if (transceiver === undefined || transceiver.receiver.track.kind !== kindOf[role]) return;
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams(streams[role]);
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

  /** What is not named is sent without a limit. */
  limitBitrates(limits: BitrateLimits): void {
    for (const [role, { sender }] of this.#byRole) {
      const limit = limits.get(role);
      const change = this.#change(sender, (encoding) => {
        if (encoding.maxBitrate === limit) return false;
        if (limit === undefined) delete encoding.maxBitrate;
        else encoding.maxBitrate = limit;
        return true;
      });
      change.catch((error: unknown) => {
        this.#log('warn', 'bitrate not limited', { role, reason: describe(error) });
      });
    }
  }

  /**
   * Has each picture begin with a key frame again. A receiver asks for one only once in about three seconds, so a request
   * lost with the network would keep the picture still long after the network is back. An encoder that is stopped and
   * started begins with one in every browser.
   */
  sendKeyFrames(): void {
    for (const transceiver of this.#byRole.values()) {
      if (transceiver.sender.track?.kind === 'video') void this.#restartEncoder(transceiver);
    }
  }

  async #restartEncoder(transceiver: RTCRtpTransceiver): Promise<void> {
    const { sender } = transceiver;
    try {
      await this.#change(sender, (encoding) => {
        encoding.active = false;
        return true;
      });
    } catch (error) {
      this.#log('debug', 'no key frame', { reason: describe(error) });
      return;
    }
    // A negotiation that ends in this moment may refuse the change, and an encoder must not stay stopped.
    while (transceiver.currentDirection !== 'stopped' && sender.transport?.state !== 'closed') {
      try {
        await this.#change(sender, (encoding) => {
          encoding.active = true;
          return true;
        });
        return;
      } catch (error) {
        this.#log('warn', 'encoder not started again', { reason: describe(error) });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** One change after the other: a sender takes only parameters that were read after the last one (W3C WebRTC 5.2). */
  #change(sender: RTCRtpSender, change: (encoding: RTCRtpEncodingParameters) => boolean): Promise<void> {
    return this.#changes.add(async () => {
      const parameters = sender.getParameters();
      const changed = parameters.encodings.filter(change);
      if (changed.length > 0) await sender.setParameters(parameters);
    });
  }

  remoteTracks(): RemoteTracks {
    const tracks: Partial<Record<MediaRole, MediaStreamTrack>> = {};
    for (const [role, transceiver] of this.#byRole) tracks[role] = transceiver.receiver.track;
    return tracks;
  }
}
