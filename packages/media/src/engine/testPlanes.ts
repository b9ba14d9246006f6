import { MediaPlane } from './mediaPlane.ts';
import { completeDescription } from '../sdp/completeDescription.ts';
import { readDescription } from '../sdp/description.ts';
import { readCompound, type RtcpPacket } from '../rtcp/compound.ts';
import { isRtcp } from '../rtp/rtpPacket.ts';

/** For tests: a media plane whose packets go nowhere, and which has negotiated sound and picture. */

const fingerprint = Array.from({ length: 32 }, () => '00').join(':');
const transportLines = [
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${fingerprint}`,
  'a=setup:actpass',
];

export interface PlaneParts {
  /** Of sound and picture. */
  mids?: readonly [string, string];
  /** Lines of the video m-line: payload types, feedback, extensions, rids. */
  video?: readonly string[];
  types?: string;
}

export const vp8Lines = [
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=extmap:2 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
];

type PlaneEvents = ConstructorParameters<typeof MediaPlane>[0]['events'];

export interface TestPlane {
  plane: MediaPlane;
  /** Of the process that it is in. */
  overload: { isLate: boolean; note: () => void };
  sent: Buffer[];
  /** What was sent since the last call, RTP and RTCP apart. */
  take(): { rtp: Buffer[]; rtcp: { bytes: Buffer; packet: RtcpPacket }[] };
}

export function openPlane(
  { mids = ['0', '1'], video = vp8Lines, types = '96 97' }: PlaneParts = {},
  events: Partial<PlaneEvents> = {},
): TestPlane {
  const sent: Buffer[] = [];
  const overload = { isLate: false, note: () => undefined };
  const plane = new MediaPlane({
    events: { media: () => undefined, slowLink: () => undefined, layers: () => undefined, ...events },
    send: (packet) => sent.push(Buffer.from(packet)),
    overload,
    vanished: () => undefined,
  });
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    ...transportLines,
    `a=mid:${mids[0]}`,
    'a=rtpmap:111 opus/48000/2',
    `m=video 9 UDP/TLS/RTP/SAVPF ${types}`,
    'c=IN IP4 0.0.0.0',
    ...transportLines,
    `a=mid:${mids[1]}`,
    ...video,
  ];
  const remote = readDescription(`${lines.join('\r\n')}\r\n`);
  const answer = lines.map((line) =>
    line.replace(/^a=rid:(\w+) send$/, 'a=rid:$1 recv').replace('a=simulcast:send', 'a=simulcast:recv'),
  );
  const local = completeDescription(
    `${answer.join('\r\n')}\r\n`,
    { iceUfrag: '', icePwd: '', fingerprint: { algorithm: '', value: '' }, setup: 'active', candidates: [] },
    () => ({ ssrc: 1, rtx: null }),
  );
  plane.configure(remote, local.sections);
  return {
    plane,
    overload,
    sent,
    take() {
      const packets = sent.splice(0);
      const compounds = packets.filter(isRtcp);
      return {
        rtp: packets.filter((packet) => !isRtcp(packet)),
        rtcp: compounds.flatMap((bytes) => [...readCompound(bytes)].map((packet) => ({ bytes, packet }))),
      };
    },
  };
}
