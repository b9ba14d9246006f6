import { write } from 'sdp-transform';
import type { RemoteMedia } from '../engine.ts';
import type { Description, RawSection, Section } from './description.ts';

/**
 * What of a description is about media and not about the way it came: codecs, feedback, header extensions, directions. One end's
 * plain description can be passed on to another end as its own wish, as Janus' plugins do.
 */
export function plainDescription({ sections }: Description): RemoteMedia {
  const sdp = write({
    version: 0,
    origin: {
      username: '-',
      sessionId: 1,
      sessionVersion: 1,
      netType: 'IN',
      ipVer: 4,
      address: '127.0.0.1',
    },
    name: '-',
    timing: { start: 0, stop: 0 },
    media: sections.map(plainSection),
  });
  return { sdp, media: sections.map(({ mid, kind, simulcast }) => ({ mid, kind, simulcast })) };
}

function plainSection({ raw, mid, direction, rejected }: Section): RawSection {
  const { type, protocol, payloads } = raw;
  const kept: Record<string, unknown> = {
    type,
    port: rejected ? 0 : 9,
    protocol,
    payloads,
    rtp: raw.rtp ?? [],
  };
  Object.assign(kept, { fmtp: raw.fmtp ?? [], mid, connection: { version: 4, ip: '0.0.0.0' } });
  if (type === 'application') {
    const { sctpPort, maxMessageSize, sctpmap } = raw;
    Object.assign(kept, { sctpPort, maxMessageSize, sctpmap });
  } else {
    Object.assign(kept, {
      direction,
      rtcpFb: raw.rtcpFb,
      ext: raw.ext,
      extmapAllowMixed: raw.extmapAllowMixed,
    });
  }
  for (const [key, value] of Object.entries(kept)) if (value === undefined) delete kept[key];
  return kept as unknown as RawSection;
}
