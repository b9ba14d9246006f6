import type { PeerConnection } from 'node-datachannel';
import type {
  CandidateEnd,
  CandidatePair,
  DtlsState,
  IceState,
  TransportChange,
  TransportInfo,
} from '../connectionInfo.ts';

type SelectedEnd = NonNullable<ReturnType<PeerConnection['getSelectedCandidatePair']>>['local'];

/** Remote candidates that are remembered and told. */
const mostCandidates = 64;

/** Follows ICE and DTLS of one transport, tells of their steps and remembers when they were. Times are milliseconds of a steady clock. */
export class TransportWatch {
  readonly #connection: PeerConnection;
  readonly #changed: (change: TransportChange) => void;
  readonly #local: string[] = [];
  readonly #remote: string[] = [];
  readonly #opened = performance.now();
  #role: 'controlling' | 'controlled' = 'controlled';
  #ice: IceState = 'new';
  #dtls: DtlsState = 'new';
  #gathered: number | null = null;
  #iceStarted: number | null = null;
  #iceConnected: number | null = null;
  #dtlsConnected: number | null = null;
  #selected = '';

  constructor(connection: PeerConnection, changed: (change: TransportChange) => void) {
    this.#connection = connection;
    this.#changed = changed;
    connection.onIceStateChange((state) => this.#takeIce(state as IceState));
    connection.onLocalCandidate((candidate) => {
      if (this.#local.length >= mostCandidates) return;
      this.#local.push(bare(candidate));
      changed({ kind: 'localCandidate', candidate: bare(candidate) });
    });
  }

  /** The one that offers first nominates (RFC 8445 6.1.1). */
  offers(): void {
    this.#role = 'controlling';
  }

  gathered(): void {
    this.#gathered ??= performance.now();
  }

  takeRemote(candidate: string): void {
    const text = bare(candidate);
    if (this.#remote.length >= mostCandidates || this.#remote.includes(text)) return;
    this.#remote.push(text);
    this.#changed({ kind: 'remoteCandidate', candidate: text });
  }

  /** @param state of the connection, which is that of DTLS once ICE is connected (W3C WebRTC 4.3.3) */
  take(state: string): void {
    if (state === 'connected') {
      this.#dtlsConnected ??= performance.now();
      this.#takePair();
      this.#setDtls('connected');
    } else if (state === 'closed') this.#setDtls('closed');
    else if (state === 'failed' && this.#iceConnected !== null) this.#setDtls('failed');
  }

  /** @param setup of this end's description (RFC 8842 5) */
  info(
    setup: 'active' | 'passive' | 'actpass',
    now: number,
    fingerprints: Pick<TransportInfo['dtls'], 'localFingerprint' | 'remoteFingerprint'>,
  ): TransportInfo {
    const ago = (time: number | null) => (time === null ? null : now - time);
    return {
      ice: {
        state: this.#ice,
        role: this.#role,
        local: [...this.#local],
        remote: [...this.#remote],
        selected: this.#pair(),
      },
      dtls: {
        state: this.#dtls,
        role: setup === 'actpass' ? null : setup === 'active' ? 'client' : 'server',
        ...fingerprints,
      },
      ago: {
        opened: now - this.#opened,
        gathered: ago(this.#gathered),
        iceStarted: ago(this.#iceStarted),
        iceConnected: ago(this.#iceConnected),
        dtlsConnected: ago(this.#dtlsConnected),
      },
    };
  }

  #takeIce(state: IceState): void {
    this.#ice = state;
    this.#changed({ kind: 'ice', state });
    if (state === 'checking') this.#iceStarted ??= performance.now();
    if (state !== 'connected' && state !== 'completed') return;
    this.#iceConnected ??= performance.now();
    this.#takePair();
    if (this.#dtls === 'new') this.#setDtls('connecting');
  }

  #setDtls(state: DtlsState): void {
    if (state === this.#dtls) return;
    this.#dtls = state;
    this.#changed({ kind: 'dtls', state });
  }

  #takePair(): void {
    const pair = this.#pair();
    const text = JSON.stringify(pair);
    if (pair === null || text === this.#selected) return;
    this.#selected = text;
    this.#changed({ kind: 'selectedPair', pair });
  }

  #pair(): CandidatePair | null {
    if (this.#iceConnected === null) return null;
    const pair = this.#connection.getSelectedCandidatePair();
    return pair === null ? null : { local: endOf(pair.local), remote: endOf(pair.remote) };
  }
}

function endOf({ address, port, type, transportType }: SelectedEnd): CandidateEnd {
  return { address, port, type: typeOf(type), protocol: /tcp/i.test(transportType) ? 'tcp' : 'udp' };
}

/** The library has names of its own for these. */
function typeOf(name: string): CandidateEnd['type'] {
  if (/^(relay|turn)/i.test(name)) return 'relay';
  if (/^(srflx|server)/i.test(name)) return 'srflx';
  return /^(prflx|peer)/i.test(name) ? 'prflx' : 'host';
}

function bare(candidate: string): string {
  return candidate.replace(/^a=/, '').trim();
}
