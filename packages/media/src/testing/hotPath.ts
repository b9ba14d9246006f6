import { MediaPlane } from '../engine/mediaPlane.ts';
import { completeDescription } from '../sdp/completeDescription.ts';
import { readDescription } from '../sdp/description.ts';

/** For measurements: one m-line of video forwarded to many, without transports. */
export interface HotPath {
  /** An RTP packet of payload type 96 and SSRC 1000 comes in. */
  receive(packet: Buffer): void;
  /** Packets that have gone out. */
  sent(): number;
  close(): void;
}

export function createHotPath(receivers: number): HotPath {
  let sent = 0;
  const events = { media: () => undefined, slowLink: () => undefined, layers: () => undefined };
  const overload = { isLate: false, note: () => undefined };
  const open = (send: () => void) => {
    const plane = new MediaPlane({ events, overload, vanished: () => undefined, send });
    const noTransport = {
      iceUfrag: '',
      icePwd: '',
      fingerprint: { algorithm: '', value: '' },
      candidates: [],
    };
    const local = completeDescription(description, { ...noTransport, setup: 'active' }, () => ({
      ssrc: 1,
      rtx: null,
    }));
    plane.configure(readDescription(description), local.sections);
    return plane;
  };
  const publisher = open(() => undefined);
  const others = Array.from({ length: receivers }, () => {
    const plane = open(() => sent++);
    publisher.forward('0', plane.outgoing('0'));
    return plane;
  });
  return {
    receive: (packet) => publisher.receive(packet),
    sent: () => sent,
    close: () => {
      for (const plane of [publisher, ...others]) plane.close();
    },
  };
}

/** Of either end. */
const description = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  'a=rtcp-fb:96 nack pli',
  'a=ssrc:1000 cname:load',
  '',
].join('\r\n');
