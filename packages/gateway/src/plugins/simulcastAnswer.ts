import type { RemoteMedia } from '@cardea/media';

const ridExtensions =
  /^a=extmap:(\d+)\S* urn:ietf:params:rtp-hdrext:sdes:(rtp-stream-id|repaired-rtp-stream-id)\b/;

/**
 * Takes the simulcast by rid that the other end offers: what a plain answer, which may come from a third party that knows
 * nothing of it, says of a m-line's codecs stays as it is (RFC 8853 5.3). SSRC groups need no answer.
 */
export function acceptSimulcast(answer: string, offer: RemoteMedia): string {
  const offered = sectionsOf(offer.sdp);
  const [session = '', ...sections] = sectionsOf(answer);
  const accepted = sections.map((section, index) => {
    const { simulcast } = offer.media[index] ?? { simulcast: null };
    if (simulcast === null || !('rids' in simulcast) || isRefused(section)) return section;
    const { rids } = simulcast;
    const lines = [
      ...missingExtensions(section, offered[index + 1] ?? ''),
      ...rids.map((rid) => `a=rid:${rid} recv`),
      `a=simulcast:recv ${rids.join(';')}`,
    ];
    return `${section.trimEnd()}\r\n${lines.join('\r\n')}\r\n`;
  });
  return session + accepted.join('');
}

/** The session's part first. */
function sectionsOf(sdp: string): string[] {
  return sdp.split(/^(?=m=)/m);
}

function isRefused(section: string): boolean {
  return /^m=\S+ 0 /.test(section) || /^a=(sendonly|inactive)\r?$/m.test(section);
}

/** Layers are told apart by these header extensions, so they are needed whoever wrote the answer. */
function missingExtensions(section: string, offered: string): string[] {
  const kept = new Set(linesOf(section).flatMap((line) => ridExtensions.exec(line)?.[2] ?? []));
  return linesOf(offered).filter((line) => {
    const name = ridExtensions.exec(line)?.[2];
    return name !== undefined && !kept.has(name);
  });
}

function linesOf(section: string): string[] {
  return section.split(/\r?\n/);
}
