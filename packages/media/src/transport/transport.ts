import { PeerConnection, type DataChannel, type Track } from 'node-datachannel';
import type { Fingerprint, TransportChange, TransportInfo } from '../connectionInfo.ts';
import type { CloseReason, DataMessage } from '../engine.ts';
import type { RemoteTransport } from '../sdp/description.ts';
import type { LocalTransport } from '../sdp/completeDescription.ts';
import { reducedDescription, type ReducedMedia } from '../sdp/reducedDescription.ts';
import { gathered } from './gathering.ts';
import { readLocalDescription } from './localDescription.ts';
import type { Promised } from './offeredTransport.ts';
import { OutgoingChannel } from './outgoingChannel.ts';
import { configurationOf, type TransportOptions } from './transportOptions.ts';
import { TransportWatch } from './transportWatch.ts';

export interface TransportEvents {
  up(): void;
  /** An RTP or RTCP packet, decrypted. The buffer is the receiver's to keep or change. */
  packet(packet: Buffer): void;
  data(message: DataMessage): void;
  changed(change: TransportChange): void;
  /** It will not come back; `close` still has to be called. */
  failed(reason: CloseReason): void;
}

/** The library offers data only together with a channel; this one is agreed upon by nobody and never used. */
const unusedChannel = 1_023;
/** Channels that are opened towards one remote end, each of which may hold what a slow one has not taken; messages for more are lost. */
const mostChannels = 64;

/**
 * libdatachannel as a pipe: ICE, DTLS, SRTP and SCTP for one bundle. It is told of one m-line for all RTP, whatever was
 * negotiated, and hands over and takes whole packets. It has no ICE restart: whoever restarts makes a new transport.
 */
export class Transport {
  readonly #connection: PeerConnection;
  readonly #events: TransportEvents;
  readonly #promised: Promised | undefined;
  readonly #channels = new Map<string, OutgoingChannel>();
  /** Mids under which the library knows the two m-lines: the remote end's, or its own for data that was added later. */
  #mids: { rtp: string | null; data: string | null } = { rtp: null, data: null };
  #track: Track | null = null;
  readonly #watch: TransportWatch;
  #localFingerprint: Fingerprint = { algorithm: '', value: '' };
  #remoteFingerprint: Fingerprint = { algorithm: '', value: '' };
  #isUp = false;
  #closed = false;

  /** @param promised what this end has offered; without it, it answers an offer */
  constructor(options: TransportOptions, events: TransportEvents, promised?: Promised) {
    const port = promised?.port ?? null;
    const portRange = port === null ? options.portRange : { begin: port, end: port };
    this.#events = events;
    this.#promised = promised;
    this.#connection = new PeerConnection(
      options.name,
      configurationOf({ ...options, ...(portRange !== undefined && { portRange }) }, promised?.certificate),
    );
    this.#watch = new TransportWatch(this.#connection, (change) => {
      if (!this.#closed) events.changed(change);
    });
    if (promised !== undefined) this.#watch.offers();
    this.#connection.onStateChange((state) => this.#changed(state));
    this.#connection.onTrack((track) => this.#take(track));
    this.#connection.onDataChannel((channel) => this.#takeChannel(channel));
  }

  /**
   * Takes the remote end, from its offer or from its answer, and begins.
   * @returns resolves when candidates are gathered
   * @throws at once what the library has against the remote end
   */
  begin(remote: RemoteTransport, media: ReducedMedia): Promise<LocalTransport> {
    this.#mids = { rtp: media.rtp, data: media.data?.mid ?? null };
    this.#remoteFingerprint = remote.fingerprint;
    const done = gathered(this.#connection);
    this.#connection.setRemoteDescription(reducedDescription(remote, media), 'offer');
    const { iceUfrag, icePwd } = this.#promised ?? {};
    this.#connection.setLocalDescription('answer', {
      ...(iceUfrag !== undefined && { iceUfrag }),
      ...(icePwd !== undefined && { icePwd }),
    });
    for (const candidate of remote.candidates) this.addCandidate(candidate);
    return done.then(() => {
      this.#watch.gathered();
      const local = readLocalDescription(this.#connection.localDescription()?.sdp ?? '');
      this.#localFingerprint = local.fingerprint;
      return local;
    });
  }

  /**
   * Takes up data where a renegotiation adds it; nothing else of a transport can change. Whoever has offered to whom, the library
   * is told that it was this end, because it begins SCTP only where it has an m-line of its own for it.
   * @param remote with the role that the remote end has since the first negotiation
   */
  extend(remote: RemoteTransport, data: ReducedMedia['data']): void {
    if (data === null || this.#mids.data !== null) return;
    this.#connection.createDataChannel('', { negotiated: true, id: unusedChannel });
    if (this.#connection.signalingState() === 'stable') this.#connection.setLocalDescription('offer');
    this.#mids = { ...this.#mids, data: this.#dataMid() };
    const reduced = this.#mids.data === null ? null : { ...data, mid: this.#mids.data };
    const sdp = reducedDescription(remote, { rtp: this.#mids.rtp, data: reduced });
    this.#connection.setRemoteDescription(sdp, 'answer');
  }

  /** @param candidate `candidate:…`; one that cannot be used is ignored */
  addCandidate(candidate: string): void {
    // A name of mDNS says nothing outside the network it was made in; the other end's checks come from its address.
    if (this.#closed || candidate === '' || / \S+\.local /.test(candidate)) return;
    try {
      this.#connection.addRemoteCandidate(candidate, this.#mids.rtp ?? this.#mids.data ?? '0');
      this.#watch.takeRemote(candidate);
    } catch {
      // Malformed or of a kind that the library does not know: other candidates may do.
    }
  }

  /** Encrypts and sends an RTP or RTCP packet; dropped while not connected. Copies, so the buffer may be used again. */
  send(packet: Buffer): void {
    if (!this.#isUp || this.#track === null) return;
    try {
      this.#track.sendMessageBinary(packet);
    } catch {
      // SRTP sends no index twice outside its window (RFC 3711 3.3.2): a late repetition is dropped. Not caught here it
      // would end the process, because the library calls back from a thread of its own.
    }
  }

  sendData({ label, protocol, content }: DataMessage): void {
    if (this.#closed || this.#mids.data === null) return;
    const channel = this.#channels.get(label) ?? this.#openChannel(label, protocol);
    channel?.send(content);
  }

  /** @param setup of this end's description @param now milliseconds */
  info(setup: LocalTransport['setup'], now: number): TransportInfo {
    const [localFingerprint, remoteFingerprint] = [this.#localFingerprint, this.#remoteFingerprint];
    return this.#watch.info(setup, now, { localFingerprint, remoteFingerprint });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#isUp = false;
    this.#channels.clear();
    this.#connection.close();
  }

  #take(track: Track): void {
    this.#track = track;
    track.onMessage((packet) => {
      if (!this.#closed) this.#events.packet(packet);
    });
  }

  #openChannel(label: string, protocol: string): OutgoingChannel | null {
    if (this.#channels.size >= mostChannels) return null;
    return this.#takeChannel(this.#connection.createDataChannel(label, { protocol }));
  }

  #takeChannel(channel: DataChannel): OutgoingChannel {
    const label = channel.getLabel();
    const protocol = channel.getProtocol();
    const outgoing = new OutgoingChannel(channel);
    this.#channels.set(label, outgoing);
    channel.onClosed(() => {
      if (this.#channels.get(label) === outgoing) this.#channels.delete(label);
    });
    channel.onMessage((content) => {
      if (this.#closed) return;
      this.#events.data({
        label,
        protocol,
        content: content instanceof ArrayBuffer ? new Uint8Array(content) : content,
      });
    });
    return outgoing;
  }

  #changed(state: string): void {
    if (this.#closed) return;
    this.#watch.take(state);
    if (state === 'connected' && !this.#isUp) {
      this.#isUp = true;
      this.#events.up();
    } else if (state === 'failed') this.#events.failed('ICE failed');
    else if (state === 'closed') this.#events.failed('DTLS alert');
  }

  /** The mid that the library has chosen for data. */
  #dataMid(): string | null {
    const sdp = this.#connection.localDescription()?.sdp ?? '';
    const mids = [...sdp.matchAll(/^a=mid:(\S+)/gm)].map(([, mid]) => mid ?? '');
    return mids.find((mid) => mid !== this.#mids.rtp) ?? null;
  }
}
