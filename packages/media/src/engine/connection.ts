import type { ConnectionInfo, SectionStatistics } from '../connectionInfo.ts';
import {
  MediaError,
  type Candidate,
  type CloseReason,
  type ConnectionEvents,
  type DataMessage,
  type Forward,
  type MediaConnection,
  type Recording,
  type RemoteMedia,
  type SessionDescription,
} from '../engine.ts';
import { DataRecordings } from '../recording/dataRecordings.ts';
import type { OpenRecordings } from '../recording/openRecordings.ts';
import { completeDescription, type CompletedSection } from '../sdp/completeDescription.ts';
import { readDescription, type Description, type SdpLimits } from '../sdp/description.ts';
import { plainDescription } from '../sdp/plainDescription.ts';
import type { ReducedMedia } from '../sdp/reducedDescription.ts';
import type { Certificate } from '../transport/certificate.ts';
import { OfferedTransport, type Promised } from '../transport/offeredTransport.ts';
import { Transport } from '../transport/transport.ts';
import type { TransportOptions } from '../transport/transportOptions.ts';
import { MediaPlane, type MediaPlaneOptions } from './mediaPlane.ts';

export interface ConnectionOptions {
  transport: Omit<TransportOptions, 'name'>;
  /** For what this end offers. */
  certificate: () => Certificate;
  sdp: SdpLimits;
  /** Of the process. */
  overload: MediaPlaneOptions['overload'];
  recordings: Pick<OpenRecordings, 'begun' | 'ended'>;
}

/** Candidates kept until there is a transport to give them to. */
const mostCandidates = 128;

/** Which description is waiting for its other half (RFC 8829 3.2). */
type Negotiation =
  | { state: 'stable' }
  | { state: 'have-remote-offer'; offer: Description; restart: boolean }
  | { state: 'have-local-offer'; sections: CompletedSection[] };

/**
 * One PeerConnection: negotiates, owns the transport and replaces it for an ICE restart, and owns the media plane, through which all
 * packets go. Negotiation steps of one connection run one after the other.
 */
export class Connection implements MediaConnection {
  readonly media: MediaPlane;
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  readonly #name: string;
  #negotiation: Negotiation = { state: 'stable' };
  /** From this end's first offer until its answer. */
  #offered: OfferedTransport | null = null;
  #transport: Transport | null = null;
  /** ICE user name of the remote end; another one in an offer asks for an ICE restart (RFC 8839 4.4.1.1.1). */
  #remoteUfrag: string | null = null;
  #candidates: string[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;
  readonly #sdp: { local: string | null; remote: string | null } = { local: null, remote: null };
  #data: { mid: string; index: number } | null = null;
  readonly #dataRecordings = new DataRecordings();
  readonly #dataCounts = { incoming: { packets: 0, bytes: 0 }, outgoing: { packets: 0, bytes: 0 } };

  constructor(name: string, options: ConnectionOptions, events: ConnectionEvents) {
    this.#name = name;
    this.#options = options;
    this.#events = events;
    this.media = new MediaPlane({
      events,
      overload: options.overload,
      send: (packet) => this.#transport?.send(packet),
      vanished: () => this.close('ICE failed'),
    });
  }

  setRemote(description: SessionDescription): Promise<RemoteMedia> {
    return this.#enqueue(() => {
      const read = readDescription(description.sdp, this.#options.sdp);
      if (description.type === 'offer') this.#takeOffer(read);
      else this.#takeAnswer(read);
      this.#sdp.remote = description.sdp;
      return plainDescription(read);
    });
  }

  setLocal({ type, sdp }: SessionDescription): Promise<string> {
    return this.#enqueue(async () => {
      const made = await (type === 'offer' ? this.#makeOffer(sdp) : this.#makeAnswer(sdp));
      this.#sdp.local = made;
      return made;
    });
  }

  addCandidate(candidate: Candidate): void {
    const text = candidate?.candidate.replace(/^a=/, '').trim() ?? '';
    if (this.#closed || !text.startsWith('candidate:')) return;
    if (this.#transport !== null && this.#negotiation.state === 'stable') this.#transport.addCandidate(text);
    else if (this.#candidates.length < mostCandidates) this.#candidates.push(text);
  }

  forward(mid: string, to: MediaConnection, toMid: string): Forward {
    if (!(to instanceof Connection)) throw new TypeError('the other connection belongs to another engine');
    return this.media.forward(mid, to.media.outgoing(toMid));
  }

  record({ mid, ...file }: Parameters<MediaConnection['record']>[0]): Recording {
    const { path, kind } = file;
    const options = {
      ...file,
      failed: (reason: string) => this.#events.recordingFailed({ mid, path, reason }),
      ended: () => {
        this.#options.recordings.ended();
        this.#events.recordingEnded({ mid, path });
      },
    };
    this.#options.recordings.begun();
    return kind === 'application' ? this.#dataRecordings.open(options) : this.media.record(mid, options);
  }

  limitBitrate(bitsPerSecond: number): void {
    this.media.limitBitrate(bitsPerSecond);
  }

  requestKeyFrame(mid: string): void {
    this.media.requestKeyFrame(mid);
  }

  sendData(message: DataMessage): void {
    count(this.#dataCounts.outgoing, message);
    this.#transport?.sendData(message);
  }

  statistics(): Promise<readonly SectionStatistics[]> {
    return this.#closed ? Promise.reject(isClosed()) : Promise.resolve(this.#statistics());
  }

  info(): Promise<ConnectionInfo> {
    if (this.#closed) return Promise.reject(isClosed());
    return Promise.resolve({
      transport: this.#transport?.info(this.#local.setup, performance.now()) ?? null,
      sdp: { ...this.#sdp },
      extensions: this.media.extensions(),
      sections: this.#statistics(),
    });
  }

  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.media.close();
    this.#dataRecordings.close();
    this.#offered?.close();
    this.#offered = null;
    this.#transport?.close();
    this.#transport = null;
    this.#events.closed(reason);
  }

  #statistics(): SectionStatistics[] {
    const { incoming, outgoing } = this.#dataCounts;
    const data: SectionStatistics[] =
      this.#data === null
        ? []
        : [{ kind: 'application', ...this.#data, incoming: { ...incoming }, outgoing: { ...outgoing } }];
    return [...this.media.statistics(), ...data];
  }

  #takeOffer(offer: Description): void {
    // Firefox (153) keeps its DTLS association over an ICE restart, whatever fingerprint the answer has, and a new transport has none of
    // its keys. Answered with the old transport it goes on over the way there was, and a lost way needs a new connection.
    const restart =
      this.#remoteUfrag !== null && this.#remoteUfrag !== offer.transport.iceUfrag && !offer.isFromFirefox;
    this.#negotiation = { state: 'have-remote-offer', offer, restart };
  }

  async #makeAnswer(plain: string): Promise<string> {
    const negotiation = this.#negotiation;
    if (negotiation.state !== 'have-remote-offer') {
      throw new MediaError('unexpected_answer', 'There is no offer to answer.');
    }
    const { offer, restart } = negotiation;
    const draft = completeDescription(plain, placeholder, noSsrcs).sections;
    const former = this.#transport;
    if (former === null || restart) {
      const transport = this.#createTransport();
      const local = await transport.begin(offer.transport, reduce(draft, offer));
      this.#throwIfClosed(transport);
      this.#transport = transport;
      former?.close();
      this.#local = local;
      this.media.liveness.restart(performance.now());
    } else this.#extend(former, offer, reduce(draft, offer).data);
    const { sdp, sections } = completeDescription(plain, this.#local, (section) => this.#ssrcsOf(section));
    this.#agreed(offer, sections);
    return sdp;
  }

  async #makeOffer(plain: string): Promise<string> {
    if (this.#transport === null && this.#offered === null) {
      const { transport, certificate } = this.#options;
      const offered = await OfferedTransport.gather({ name: this.#name, ...transport }, certificate());
      if (this.#closed) {
        offered.close();
        throw isClosed();
      }
      this.#offered = offered;
      this.#local = offered.local;
    }
    const { sdp, sections } = completeDescription(plain, { ...this.#local, setup: 'actpass' }, (section) =>
      this.#ssrcsOf(section),
    );
    this.#negotiation = { state: 'have-local-offer', sections };
    return sdp;
  }

  #takeAnswer(answer: Description): void {
    const negotiation = this.#negotiation;
    if (negotiation.state !== 'have-local-offer') {
      throw new MediaError('unexpected_answer', 'There is no offer that this could answer.');
    }
    if (this.#transport !== null) this.#extend(this.#transport, answer, dataOf(answer));
    else if (this.#offered !== null) {
      this.#keepPromise(this.#offered, answer, negotiation.sections);
      // Later answers of this end keep the role that the first one of the other end has given it (RFC 8842 5.2).
      this.#local = { ...this.#local, setup: answer.transport.setup === 'active' ? 'passive' : 'active' };
    }
    this.#agreed(answer, negotiation.sections);
  }

  /** The transport that was offered, now that the other end is known. An answer that is no good leaves the offer as it was. */
  #keepPromise(offered: OfferedTransport, answer: Description, sections: CompletedSection[]): void {
    const transport = this.#createTransport(offered.take());
    try {
      const gathered = transport.begin(answer.transport, reduce(sections, answer));
      gathered.catch(() => this.close('ICE failed'));
    } catch (error) {
      transport.close();
      throw error;
    }
    this.#offered = null;
    this.#transport = transport;
  }

  #local = placeholder;

  #agreed(remote: Description, sections: CompletedSection[]): void {
    this.#remoteUfrag = remote.transport.iceUfrag;
    this.#negotiation = { state: 'stable' };
    this.media.configure(remote, sections);
    const index = remote.sections.findIndex(({ kind, rejected }) => kind === 'application' && !rejected);
    const mid = remote.sections[index]?.mid;
    this.#data = mid === undefined ? null : { mid, index };
    for (const candidate of this.#candidates.splice(0)) this.#transport?.addCandidate(candidate);
  }

  #extend(transport: Transport, remote: Description, data: ReducedMedia['data']): void {
    const setup = this.#local.setup === 'active' ? 'passive' : 'active';
    transport.extend({ ...remote.transport, setup }, data);
  }

  #ssrcsOf({ mid, raw }: CompletedSection): { ssrc: number; rtx: number | null } {
    const { ssrc, rtxSsrc } = this.media.outgoing(mid);
    const hasRtx = raw.rtp.some(({ codec }) => codec.toLowerCase() === 'rtx');
    return { ssrc, rtx: hasRtx ? rtxSsrc : null };
  }

  #createTransport(promised?: Promised): Transport {
    const transport: Transport = new Transport(
      { name: this.#name, ...this.#options.transport },
      {
        up: () => {
          if (this.#transport === transport) this.#events.up();
        },
        packet: (packet) => this.media.receive(packet),
        data: (message) => {
          const now = performance.now();
          this.media.liveness.note(now);
          count(this.#dataCounts.incoming, message);
          this.#dataRecordings.write(message, now);
          this.#events.data(message);
        },
        changed: (change) => {
          if (!this.#closed) this.#events.transport(change);
        },
        failed: (reason) => {
          // A transport that an ICE restart has replaced ends without a word.
          if (this.#transport === transport) this.close(reason);
        },
      },
      promised,
    );
    return transport;
  }

  #throwIfClosed(transport: Transport): void {
    if (!this.#closed) return;
    transport.close();
    throw new MediaError('closed', 'The connection was closed meanwhile.');
  }

  #enqueue<T>(step: () => T | Promise<T>): Promise<T> {
    const result = this.#queue.then(() => {
      if (this.#closed) throw isClosed();
      return step();
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

function isClosed(): MediaError {
  return new MediaError('closed', 'The connection is closed.');
}

function count(counts: { packets: number; bytes: number }, { content }: DataMessage): void {
  counts.packets++;
  counts.bytes += content.length;
}

/** For a first look at a plain description, before there is a transport. */
const placeholder = {
  iceUfrag: '',
  icePwd: '',
  fingerprint: { algorithm: 'sha-256', value: '' },
  setup: 'active' as 'active' | 'passive' | 'actpass',
  candidates: [] as string[],
};
const noSsrcs = (): { ssrc: number; rtx: null } => ({ ssrc: 0, rtx: null });

function reduce(sections: CompletedSection[], remote: Description): ReducedMedia {
  const used = sections.filter(({ rejected }) => !rejected);
  const rtp = used.find(({ kind }) => kind !== 'application')?.mid ?? null;
  const wantsData = used.some(({ kind }) => kind === 'application');
  return { rtp, data: wantsData ? dataOf(remote) : null };
}

function dataOf({ sections }: Description): ReducedMedia['data'] {
  const section = sections.find(({ kind, rejected }) => kind === 'application' && !rejected);
  if (section === undefined) return null;
  const { sctpPort = 5_000, maxMessageSize = 65_536 } = section.raw;
  return { mid: section.mid, sctpPort: Number(sctpPort), maxMessageSize: Number(maxMessageSize) };
}
