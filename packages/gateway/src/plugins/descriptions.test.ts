import { describe, expect, it } from 'vitest';
import { acceptSimulcast } from './simulcastAnswer.ts';
import { relayedDescription } from './videoCall/relayedDescription.ts';

const session = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
const lines = (...each: string[]) => `${each.join('\r\n')}\r\n`;

describe('the answer to simulcast', () => {
  const offered = lines(
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'a=mid:0',
    'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
    'a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  );
  const media = (simulcast: { rids: string[] } | { ssrcs: number[] } | null) => ({
    sdp: session + offered,
    media: [{ mid: '0', kind: 'video' as const, simulcast }],
  });
  const answer = session + lines('m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=mid:0', 'a=recvonly');

  it('takes the rids in their order, with the header extension that tells them apart', () => {
    expect(acceptSimulcast(answer, media({ rids: ['h', 'm'] }))).toBe(
      answer +
        lines(
          'a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
          'a=rid:h recv',
          'a=rid:m recv',
          'a=simulcast:recv h;m',
        ),
    );
  });

  it('changes nothing without rids, and where nothing is received', () => {
    expect(acceptSimulcast(answer, media(null))).toBe(answer);
    expect(acceptSimulcast(answer, media({ ssrcs: [1, 2] }))).toBe(answer);
    const refused = answer.replace('recvonly', 'inactive');
    expect(acceptSimulcast(refused, media({ rids: ['h', 'm'] }))).toBe(refused);
  });
});

describe('a relayed description', () => {
  it('leaves out what repairs pictures by redundancy, with its retransmissions, and keeps sound whole', () => {
    const audio = lines('m=audio 9 UDP/TLS/RTP/SAVPF 111 63', 'a=rtpmap:63 red/48000/2', 'a=fmtp:63 111/111');
    const video = lines(
      'm=video 9 UDP/TLS/RTP/SAVPF 96 97 116 117 118',
      'a=rtpmap:96 VP8/90000',
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
      'a=rtpmap:116 red/90000',
      'a=rtpmap:117 rtx/90000',
      'a=fmtp:117 apt=116',
      'a=rtpmap:118 ulpfec/90000',
      'a=rtcp-fb:* nack',
    );
    expect(relayedDescription(session + audio + video)).toBe(
      session +
        audio +
        lines(
          'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
          'a=rtpmap:96 VP8/90000',
          'a=rtpmap:97 rtx/90000',
          'a=fmtp:97 apt=96',
          'a=rtcp-fb:* nack',
        ),
    );
  });
});
