import type { RemoteTransport } from './description.ts';

/** The m-lines that libdatachannel is told of; whatever the browser named them. */
export interface ReducedMedia {
  /** Mid of the one m-line for all RTP, or `null` when there is only data. */
  rtp: string | null;
  /** Mid of the `application` m-line. */
  data: { mid: string; sctpPort: number; maxMessageSize: number } | null;
}

/**
 * A remote description for libdatachannel: one m-line for the RTP and RTCP of the whole bundle, and one for data. With a
 * single track it hands over every decrypted packet, of any SSRC, and encrypts whatever is sent.
 */
export function reducedDescription(transport: RemoteTransport, { rtp, data }: ReducedMedia): string {
  const mids = [rtp, data?.mid].filter((mid) => mid !== null && mid !== undefined);
  const shared = [
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${transport.iceUfrag}`,
    `a=ice-pwd:${transport.icePwd}`,
    'a=ice-options:trickle',
    `a=fingerprint:${transport.fingerprint.algorithm} ${transport.fingerprint.value}`,
    `a=setup:${transport.setup}`,
  ];
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mids.join(' ')}`,
    'a=msid-semantic:WMS *',
  ];
  if (rtp !== null) {
    lines.push(
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
      ...shared,
      `a=mid:${rtp}`,
      'a=sendrecv',
      'a=rtcp-mux',
      'a=rtpmap:96 VP8/90000',
    );
  }
  if (data !== null) {
    lines.push(
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      ...shared,
      `a=mid:${data.mid}`,
      `a=sctp-port:${data.sctpPort}`,
      `a=max-message-size:${data.maxMessageSize}`,
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}
