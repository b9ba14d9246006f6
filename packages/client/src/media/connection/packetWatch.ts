/** What one look at the statistics of a connection says. */
export interface PacketReading {
  /** RTP packets that have come in so far, over all streams. */
  received: number;
  route: 'direct' | 'relayed' | null;
}

type Stat = Readonly<Record<string, unknown>>;

/** Reads received packets and the route from the selected candidate pair (W3C webrtc-stats 7, 8.16). */
export function readPackets(report: ReadonlyMap<string, unknown> | RTCStatsReport): PacketReading {
  let received = 0;
  let selected: Stat | undefined;
  report.forEach((value: unknown) => {
    const stat = value as Stat;
    if (stat['type'] === 'inbound-rtp' && typeof stat['packetsReceived'] === 'number') {
      received += stat['packetsReceived'];
    }
    if (stat['type'] === 'transport') selected ??= get(report, stat['selectedCandidatePairId']);
    // Firefox has no transport statistics but marks the pair.
    if (stat['type'] === 'candidate-pair' && stat['selected'] === true) selected ??= stat;
  });
  if (selected === undefined) return { received, route: null };
  const ends = [get(report, selected['localCandidateId']), get(report, selected['remoteCandidateId'])];
  const relayed = ends.some((end) => end?.['candidateType'] === 'relay');
  return { received, route: relayed ? 'relayed' : 'direct' };
}

function get(report: { get(id: string): unknown }, id: unknown): Stat | undefined {
  return typeof id === 'string' ? (report.get(id) as Stat | undefined) : undefined;
}

export interface PacketWatchOptions {
  /** `null` while there is no connection to look at. */
  read(): Promise<RTCStatsReport> | null;
  /** Whether packets must be coming now. */
  expected(): boolean;
  silent(): void;
  /** Packets come again after a silence that was told. */
  returned(): void;
  route(route: 'direct' | 'relayed'): void;
}

/** Milliseconds. One look a second; a second look soon after a silent second makes sure. */
const interval = 1_000;
const secondLook = 300;
/** While it is silent, to see at once when packets come again. */
const quickLook = 250;
/** Looks that found packets before silence means anything: a call that begins is allowed to stutter. */
const steady = 3;
/**
 * After a restart the way gets time before silence counts again. Little the first time: browsers list a new network
 * up to a second and a half after it is there, so the first restart may have looked for ways on the old one.
 */
const pausesAfterSilence = [1_500, 3_000];
const longestPause = 5_000;

/**
 * Notices that nothing comes in any more, which browsers report only after several seconds: a change of route or a
 * cable pulled. Sound is sent continuously, also when muted, so a second without any packet is no pause in talking.
 */
export class PacketWatch {
  readonly #options: PacketWatchOptions;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #received = 0;
  #silentLooks = 0;
  #steadyLooks = 0;
  #attempts = 0;
  #tellAgainAt = 0;
  #route: 'direct' | 'relayed' | null = null;
  #stopped = false;

  constructor(options: PacketWatchOptions) {
    this.#options = options;
    this.#next(interval);
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #next(delay: number): void {
    this.#timer = setTimeout(() => void this.#look(), delay);
  }

  async #look(): Promise<void> {
    const report = await this.#read();
    if (this.#stopped) return;
    if (report === null) {
      this.#forget();
      this.#next(interval);
      return;
    }
    const { received, route } = readPackets(report);
    if (route !== null && route !== this.#route) {
      this.#route = route;
      this.#options.route(route);
    }
    const came = received !== this.#received;
    this.#received = received;
    if (came) {
      if (this.#attempts > 0) this.#options.returned();
      this.#steadyLooks++;
      this.#silentLooks = 0;
      this.#attempts = 0;
      this.#tellAgainAt = 0;
    }
    if (came || !this.#options.expected() || this.#steadyLooks < steady) {
      this.#next(interval);
      return;
    }
    this.#silentLooks++;
    if (this.#silentLooks < 2) {
      this.#next(secondLook);
      return;
    }
    if (Date.now() >= this.#tellAgainAt) {
      this.#options.silent();
      this.#tellAgainAt = Date.now() + (pausesAfterSilence[this.#attempts] ?? longestPause);
      this.#attempts++;
    }
    this.#next(quickLook);
  }

  #forget(): void {
    this.#received = 0;
    this.#silentLooks = 0;
    this.#steadyLooks = 0;
    this.#attempts = 0;
    this.#tellAgainAt = 0;
  }

  /** A connection that closes while it is asked gives nothing. */
  async #read(): Promise<RTCStatsReport | null> {
    try {
      return await this.#options.read();
    } catch {
      return null;
    }
  }
}
