/** Codecs that an m-line's answer prefers, best first. */
const preferred = {
  audio: ['opus', 'pcmu', 'pcma', 'g722'],
  video: ['vp8', 'vp9', 'h264', 'av1'],
};

/** Header extensions that Janus' Echo Test accepts. */
const extensions = new Set([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'urn:3gpp:video-orientation',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
]);

/** Directions of the offer and what the echo answers: it sends only what it gets, so it is never `sendonly`. */
const directions: Readonly<Record<string, string>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'inactive',
  inactive: 'inactive',
};

export interface EchoCodecs {
  audio?: string;
  video?: string;
}

/**
 * The answer to an offer: every m-line is taken with one codec (with its retransmissions), and refused by port 0 when
 * it has none that is known. Only media, codecs and directions; the connection adds the transport.
 */
export function echoAnswer(offer: string, forced: EchoCodecs): string {
  const [, ...media] = offer.split(/^(?=m=)/m);
  const session = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 't=0 0'];
  return [
    ...session,
    ...media.flatMap((section) => answerMedia(section.trim().split(/\r?\n/), forced)),
    '',
  ].join('\r\n');
}

function answerMedia(lines: readonly string[], forced: EchoCodecs): string[] {
  const [first = '', ...attributes] = lines;
  const [kind = '', port = '0', protocol = '', ...formats] = first.slice(2).split(' ');
  const kept = attributes.filter((line) => line.startsWith('a=mid:'));
  if (port === '0') return [`m=${kind} 0 ${protocol} ${formats.join(' ')}`, 'c=IN IP4 0.0.0.0', ...kept];
  if (kind === 'application') {
    const channel = attributes.filter((line) => /^a=(mid|sctp-port|max-message-size|sctpmap):/.test(line));
    return [`m=${kind} 9 ${protocol} ${formats.join(' ')}`, 'c=IN IP4 0.0.0.0', ...channel];
  }
  const codec =
    kind === 'audio' || kind === 'video' ? chooseCodec(attributes, formats, kind, forced[kind]) : null;
  if (codec === null) return [`m=${kind} 0 ${protocol} ${formats.join(' ')}`, 'c=IN IP4 0.0.0.0', ...kept];
  const offered = attributes.find((line) => /^a=(sendrecv|sendonly|recvonly|inactive)$/.test(line))?.slice(2);
  return [
    `m=${kind} 9 ${protocol} ${codec.join(' ')}`,
    'c=IN IP4 0.0.0.0',
    ...kept,
    `a=${directions[offered ?? 'sendrecv'] ?? 'inactive'}`,
    ...attributes.filter((line) => isKept(line, codec)),
  ];
}

/** Payload types of the first wanted codec that is offered, and of its retransmissions. */
function chooseCodec(
  attributes: readonly string[],
  formats: readonly string[],
  kind: 'audio' | 'video',
  forced: string | undefined,
): string[] | null {
  const nameOf = (format: string) =>
    attributes
      .find((line) => line.startsWith(`a=rtpmap:${format} `))
      ?.split(' ')[1]
      ?.split('/')[0]
      ?.toLowerCase();
  const wanted = forced === undefined ? preferred[kind] : [forced.toLowerCase()];
  for (const name of wanted) {
    const format = formats.find((each) => nameOf(each) === name);
    if (format === undefined) continue;
    const rtx = formats.find(
      (each) => nameOf(each) === 'rtx' && attributes.includes(`a=fmtp:${each} apt=${format}`),
    );
    return rtx === undefined ? [format] : [format, rtx];
  }
  return null;
}

function isKept(line: string, codec: readonly string[]): boolean {
  const [, name, value = ''] = /^a=([^:]+):?(.*)$/.exec(line) ?? [];
  const format = value.split(' ')[0] ?? '';
  switch (name) {
    case 'rtpmap':
    case 'fmtp':
      return codec.includes(format);
    case 'rtcp-fb':
      return codec.includes(format) && /(ccm fir|nack|nack pli|goog-remb|transport-cc)$/.test(value);
    case 'extmap':
      return extensions.has(value.split(' ')[1] ?? '');
    case 'rtcp-mux':
    case 'rtcp-rsize':
      return true;
    default:
      return false;
  }
}
