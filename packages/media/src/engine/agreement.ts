import type { CompletedSection } from '../sdp/completeDescription.ts';
import type { RawSection, Section } from '../sdp/description.ts';

/** What a payload type stands for. */
export interface Format {
  /** In lower case: `opus`, `vp8`, `rtx`. */
  codec: string;
  /** Hz. */
  clockRate: number;
  /** Codec and what makes two payload types of it different, as text to compare. */
  key: string;
  /** Whether single packets are asked for again (RFC 4585 6.2.1). */
  nack: boolean;
  /** The payload type that retransmissions of this one have (RFC 4588 8.1); -1 for none. */
  rtx: number;
  /** The payload type that this one retransmits; -1 if it is no `rtx`. */
  repeats: number;
}

/** What both ends of one m-line have agreed upon. Browsers use the same numbers in both directions (RFC 3264 5.1). */
export interface Agreement {
  formats: ReadonlyMap<number, Format>;
  /** Ids of header extensions by URI (RFC 8285 6). */
  extensions: ReadonlyMap<string, number>;
  /** Layers that the remote end may send; without those that were not accepted (RFC 8853 5.3). */
  simulcast: Section['simulcast'];
  /** Whether this end may send and receive. */
  send: boolean;
  receive: boolean;
}

export const nothingAgreed: Agreement = {
  formats: new Map(),
  extensions: new Map(),
  simulcast: null,
  send: false,
  receive: false,
};

/** Payload types that need no `rtpmap` (RFC 3551 6), as far as browsers know them. */
const staticFormats = new Map([
  [0, { codec: 'pcmu', rate: 8_000 }],
  [8, { codec: 'pcma', rate: 8_000 }],
  [9, { codec: 'g722', rate: 8_000 }],
]);

/** Parameters that make two payload types of a codec incompatible, with the values they have when not told. */
const distinctions: Readonly<Record<string, readonly (readonly [name: string, usual: string])[]>> = {
  h264: [
    ['packetization-mode', '0'],
    ['profile-level-id', '420010'],
  ],
  vp9: [['profile-id', '0']],
  av1: [['profile', '0']],
};

/** Compares the two descriptions of one m-line. The numbers are the remote end's. */
export function agree(remote: Section, local: CompletedSection | undefined): Agreement {
  if (local === undefined || local.rejected || remote.rejected) return nothingAgreed;
  const ours = formatsOf(local.raw);
  const theirs = formatsOf(remote.raw);
  const known = new Set([...ours.values()].map(({ key }) => key));
  const nacked = new Set([...ours.values()].filter(({ nack }) => nack).map(({ key }) => key));
  const formats = new Map<number, Format>();
  for (const [type, format] of theirs) {
    if (!known.has(format.key)) continue;
    const rtx = known.has('rtx') ? format.rtx : -1;
    formats.set(type, { ...format, rtx, nack: format.nack && nacked.has(format.key) });
  }
  const wanted = new Set((local.raw.ext ?? []).map(({ uri }) => uri));
  const both = (remote.raw.ext ?? []).filter(({ uri }) => wanted.has(uri));
  const extensions = new Map(both.map(({ uri, value }) => [uri, value]));
  const { send, receive } = directionsOf(local.raw.direction);
  const other = directionsOf(remote.direction);
  return {
    formats,
    extensions,
    simulcast: agreeOnLayers(remote.simulcast, local.raw),
    send: send && other.receive,
    receive: receive && other.send,
  };
}

function directionsOf(direction: RawSection['direction'] = 'sendrecv'): { send: boolean; receive: boolean } {
  return {
    send: direction.startsWith('send'),
    receive: direction.endsWith('recv') || direction === 'recvonly',
  };
}

function agreeOnLayers(offered: Section['simulcast'], local: RawSection): Section['simulcast'] {
  if (offered === null || 'ssrcs' in offered) return offered;
  const accepted = new Set((local.rids ?? []).map(({ id }) => String(id)));
  const rids = offered.rids.filter((rid) => accepted.has(rid));
  return rids.length === 0 ? null : { rids };
}

function formatsOf(raw: RawSection): Map<number, Format> {
  const listed = new Map(raw.rtp.map(({ payload, codec, rate }) => [payload, { codec, rate }]));
  for (const text of String(raw.payloads ?? '').split(' ')) {
    const type = Number(text);
    const known = staticFormats.get(type);
    if (text !== '' && known !== undefined && !listed.has(type)) listed.set(type, known);
  }
  const parameters = new Map(raw.fmtp.map(({ payload, config }) => [payload, readParameters(config)]));
  const formats = new Map<number, Format>();
  for (const [type, { codec, rate = 90_000 }] of listed) {
    if (!Number.isInteger(type) || type < 0 || type > 127) continue;
    const own = parameters.get(type);
    const name = codec.toLowerCase();
    formats.set(type, {
      codec: name,
      clockRate: Number(rate) || 90_000,
      key: keyOf(name, own),
      nack: (raw.rtcpFb ?? []).some(
        ({ payload, type: kind, subtype }) =>
          kind === 'nack' && subtype === undefined && (String(payload) === '*' || Number(payload) === type),
      ),
      rtx: -1,
      repeats: name === 'rtx' ? Number(own?.get('apt') ?? -1) : -1,
    });
  }
  for (const [type, { repeats }] of formats) {
    const original = formats.get(repeats);
    if (original !== undefined) original.rtx = type;
  }
  return formats;
}

/** `a=fmtp` (RFC 8866 6.15) as most codecs use it: names and values between semicolons. */
function readParameters(config: string): Map<string, string> {
  const pairs = String(config).split(';');
  return new Map(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [name.trim().toLowerCase(), value.trim().toLowerCase()];
    }),
  );
}

function keyOf(codec: string, parameters: ReadonlyMap<string, string> | undefined): string {
  const parts = (distinctions[codec] ?? []).map(([name, usual]) => {
    const value = parameters?.get(name) ?? usual;
    // Of a profile-level-id the last two digits are the level, which may differ (RFC 6184 8.2.2).
    return name === 'profile-level-id' ? value.slice(0, 4) : value;
  });
  return [codec, ...parts].join(' ');
}
