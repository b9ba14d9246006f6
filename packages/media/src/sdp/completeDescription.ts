import { parse, write } from 'sdp-transform';
import { MediaError } from '../engine.ts';
import type { RawSection } from './description.ts';

/** This end of the bundle, as libdatachannel has described it. */
export interface LocalTransport {
  iceUfrag: string;
  icePwd: string;
  fingerprint: { algorithm: string; value: string };
  setup: 'active' | 'passive' | 'actpass';
  /** The text after `a=`, one for each candidate. */
  candidates: string[];
}

/** Under which SSRCs this end sends in an m-line (RFC 5576). */
export interface OutgoingSsrcs {
  ssrc: number;
  /** For RTX (RFC 4588), where it was negotiated. */
  rtx: number | null;
}

export interface CompletedSection {
  mid: string;
  kind: string;
  rejected: boolean;
  /** Whether this end may send here. */
  sends: boolean;
  raw: RawSection;
}

/**
 * Completes a plain description by what belongs to this connection: ICE, DTLS, candidates, SSRCs, BUNDLE and rtcp-mux.
 * @param outgoing asked for each m-line in which this end sends
 * @throws MediaError `invalid_sdp`
 */
export function completeDescription(
  plain: string,
  local: LocalTransport,
  outgoing: (section: CompletedSection) => OutgoingSsrcs,
): { sdp: string; sections: CompletedSection[] } {
  const session = parse(plain);
  if (session.media.length === 0) throw new MediaError('invalid_sdp', 'Invalid SDP: there is no m-line.');
  const sections = session.media.map((media, index): CompletedSection => {
    const raw = media as RawSection;
    const rejected = raw.port === 0;
    const direction = raw.direction ?? 'sendrecv';
    return {
      mid: raw.mid === undefined ? String(index) : String(raw.mid),
      kind: raw.type,
      rejected,
      sends:
        !rejected && raw.type !== 'application' && (direction === 'sendrecv' || direction === 'sendonly'),
      raw,
    };
  });
  const used = sections.filter(({ rejected }) => !rejected);
  const first = used[0];
  for (const section of sections) completeSection(section, local, section === first, outgoing);
  session.groups = [{ type: 'BUNDLE', mids: used.map(({ mid }) => mid).join(' ') }];
  session.msidSemantic = { semantic: 'WMS', token: '*' };
  return { sdp: write(session), sections };
}

function completeSection(
  section: CompletedSection,
  local: LocalTransport,
  withCandidates: boolean,
  outgoing: (section: CompletedSection) => OutgoingSsrcs,
): void {
  const { raw } = section;
  raw.mid = section.mid;
  raw.connection = { version: 4, ip: '0.0.0.0' };
  if (section.rejected) return;
  raw.iceUfrag = local.iceUfrag;
  raw.icePwd = local.icePwd;
  raw.iceOptions = 'trickle';
  raw.fingerprint = { type: local.fingerprint.algorithm, hash: local.fingerprint.value };
  raw.setup = local.setup;
  if (raw.type !== 'application') raw.rtcpMux = 'rtcp-mux';
  if (section.sends) {
    const { ssrc, rtx } = outgoing(section);
    raw.msid = [{ id: 'cardea', appdata: `cardea${section.mid}` }];
    raw.ssrcs = [ssrc, ...(rtx === null ? [] : [rtx])].map((id) => ({
      id,
      attribute: 'cname',
      value: 'cardea',
    }));
    if (rtx !== null) raw.ssrcGroups = [{ semantics: 'FID', ssrcs: `${ssrc} ${rtx}` }];
  }
  if (withCandidates) {
    // Parsed by the same library that writes them, one line at a time.
    const lines = local.candidates.map((candidate) => `a=${candidate}\r\n`).join('');
    const parsed = parse(`v=0\r\nm=audio 9 RTP/AVP 0\r\n${lines}`).media[0]?.candidates;
    if (parsed !== undefined) raw.candidates = parsed;
    raw.endOfCandidates = 'end-of-candidates';
  }
}
