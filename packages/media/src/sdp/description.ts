import { parse } from 'sdp-transform';
import { MediaError } from '../engine.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
export type SectionKind = 'audio' | 'video' | 'application';
type ParsedSection = ReturnType<typeof parse>['media'][number];
/** As sdp-transform reads it. */
export type RawSection = ParsedSection;

/** One m-line, read and checked. */
export interface Section {
  mid: string;
  kind: SectionKind;
  /** Port 0: refused, or no longer used (RFC 8829 5.2.2). */
  rejected: boolean;
  direction: Direction;
  /** Simulcast that the other end sends here, in its own order. */
  simulcast: { rids: string[] } | { ssrcs: number[] } | null;
  /** SSRCs declared by the other end, and which of them repeat another (RFC 5576 `FID`, RFC 4588). */
  ssrcs: number[];
  rtxOf: ReadonlyMap<number, number>;
  raw: RawSection;
}

/** How the other end can be reached and known again; one for the whole bundle. */
export interface RemoteTransport {
  iceUfrag: string;
  icePwd: string;
  fingerprint: { algorithm: string; value: string };
  setup: 'active' | 'passive' | 'actpass';
  /** The text after `a=`, one for each candidate in the description. */
  candidates: string[];
}

export interface Description {
  sections: Section[];
  transport: RemoteTransport;
  /** By its origin line, `o=mozilla…`. */
  isFromFirefox: boolean;
}

export interface SdpLimits {
  /** Bytes. */
  size: number;
  /** m-lines. */
  sections: number;
  /** Characters in one line. */
  line: number;
}

export const defaultSdpLimits: SdpLimits = { size: 256 * 1024, sections: 256, line: 8 * 1024 };

/**
 * Reads a description (RFC 8866, RFC 8829) from outside. What is too large is refused before anything is parsed.
 * @throws MediaError `invalid_sdp` with what is wrong
 */
export function readDescription(sdp: string, limits: SdpLimits = defaultSdpLimits): Description {
  checkSize(sdp, limits);
  const session = parse(sdp);
  if (session.media.length === 0) throw invalid('there is no m-line');
  const mids = new Set<string>();
  const { extmapAllowMixed } = session;
  const sections = session.media.map((raw, index) => {
    // Said for the session, as Chromium does, it holds for each m-line (RFC 8285 section 6).
    const section = readSection(
      { ...raw, ...(extmapAllowMixed && { extmapAllowMixed }) } as RawSection,
      index,
    );
    if (mids.has(section.mid)) throw invalid(`two m-lines have the mid ${section.mid}`);
    mids.add(section.mid);
    return section;
  });
  const isFromFirefox = String(session.origin?.username ?? '').startsWith('mozilla');
  return { sections, transport: readTransport(session, sections), isFromFirefox };
}

function checkSize(sdp: string, limits: SdpLimits): void {
  if (sdp.length > limits.size) throw invalid(`longer than ${limits.size} characters`);
  if (!sdp.startsWith('v=0')) throw invalid('it does not begin with v=0');
  let start = 0;
  let sections = 0;
  while (start < sdp.length) {
    const newline = sdp.indexOf('\n', start);
    const end = newline === -1 ? sdp.length : newline;
    if (end - start > limits.line) throw invalid(`a line is longer than ${limits.line} characters`);
    if (sdp.startsWith('m=', start) && ++sections > limits.sections) {
      throw invalid(`more than ${limits.sections} m-lines`);
    }
    start = end + 1;
  }
}

function readSection(raw: RawSection, index: number): Section {
  const kind = kindOf(raw);
  const mid = raw.mid === undefined ? String(index) : String(raw.mid);
  if (!/^[\w.!#$%&'*+^`{|}~-]{1,32}$/.test(mid)) throw invalid(`m-line ${index} has no usable mid`);
  const groups = raw.ssrcGroups ?? [];
  const rtxOf = new Map<number, number>();
  for (const { semantics, ssrcs } of groups) {
    const [original, repair] = ssrcsOf(ssrcs);
    if (semantics === 'FID' && original !== undefined && repair !== undefined) rtxOf.set(repair, original);
  }
  const declared = new Set((raw.ssrcs ?? []).map(({ id }) => Number(id)).filter(isSsrc));
  return {
    mid,
    kind,
    // Those of a bundle that others may not take without it have port 0 as well (RFC 8843 6).
    rejected: raw.port === 0 && raw.bundleOnly === undefined,
    direction: raw.direction ?? 'sendrecv',
    simulcast: simulcastOf(raw),
    ssrcs: [...declared],
    rtxOf,
    raw,
  };
}

/** The library reads an m-line that it cannot take apart as one without anything in it. */
function kindOf({ type, protocol, payloads }: Partial<RawSection>): SectionKind {
  if (typeof protocol !== 'string' || payloads === undefined) throw invalid('an m-line is malformed');
  if (type === 'audio' || type === 'video' || type === 'application') return type;
  throw invalid(`m-lines of the kind ${String(type).slice(0, 32)} are not known`);
}

function simulcastOf(raw: RawSection): Section['simulcast'] {
  const rids = (raw.rids ?? []).filter(({ direction }) => direction === 'send').map(({ id }) => String(id));
  if (rids.length > 0) return { rids: rids.slice(0, 3) };
  const group = (raw.ssrcGroups ?? []).find(({ semantics }) => semantics === 'SIM');
  return group === undefined ? null : { ssrcs: ssrcsOf(group.ssrcs).slice(0, 3) };
}

function ssrcsOf(list: string): number[] {
  return String(list).split(' ').map(Number).filter(isSsrc);
}

function isSsrc(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}

interface TransportLines {
  iceUfrag?: string;
  icePwd?: string;
  fingerprint?: { type: string; hash: string };
  setup?: string;
}

/** The transport of the first m-line that is used speaks for the bundle (RFC 9143 7.2). */
function readTransport(session: ReturnType<typeof parse>, sections: Section[]): RemoteTransport {
  const first = sections.find(({ rejected }) => !rejected) ?? sections[0];
  const own = (first?.raw ?? {}) as TransportLines;
  const shared = session as TransportLines;
  const iceUfrag = String(own.iceUfrag ?? shared.iceUfrag ?? '');
  const icePwd = String(own.icePwd ?? shared.icePwd ?? '');
  // RFC 8839 5.4 gives the alphabet and the lengths.
  if (!/^[\w+/-]{4,256}$/.test(iceUfrag)) throw invalid('a=ice-ufrag is missing or malformed');
  if (!/^[\w+/-]{22,256}$/.test(icePwd)) throw invalid('a=ice-pwd is missing or malformed');
  const { type = '', hash = '' } = own.fingerprint ?? shared.fingerprint ?? {};
  if (!/^sha-(1|224|256|384|512)$/i.test(type) || !/^[\da-f]{2}(:[\da-f]{2}){19,63}$/i.test(hash)) {
    throw invalid('a=fingerprint is missing or malformed');
  }
  const setup = own.setup ?? shared.setup ?? 'actpass';
  if (setup !== 'active' && setup !== 'passive' && setup !== 'actpass') throw invalid('a=setup is not known');
  const candidates = sections.flatMap(({ raw }) => (raw.candidates ?? []).map(candidateText));
  return {
    iceUfrag,
    icePwd,
    fingerprint: { algorithm: type.toLowerCase(), value: hash.toUpperCase() },
    setup,
    candidates: [...new Set(candidates)].slice(0, 64),
  };
}

type RawCandidate = NonNullable<RawSection['candidates']>[number];

function candidateText(candidate: RawCandidate): string {
  const { foundation, component, transport, priority, ip, port, type, raddr, rport, tcptype } = candidate;
  const related = raddr === undefined ? '' : ` raddr ${raddr} rport ${rport ?? 9}`;
  const tcp = tcptype === undefined ? '' : ` tcptype ${tcptype}`;
  return `candidate:${foundation} ${component} ${transport} ${priority} ${ip} ${port} typ ${type}${related}${tcp}`;
}

function invalid(what: string): MediaError {
  return new MediaError('invalid_sdp', `Invalid SDP: ${what}.`);
}
