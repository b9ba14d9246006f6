import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MediaError } from '../engine.ts';
import { completeDescription } from './completeDescription.ts';
import { readDescription } from './description.ts';
import { plainDescription } from './plainDescription.ts';
import { reducedDescription } from './reducedDescription.ts';

const fingerprint = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0')).join(':');
const transportLines = [
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${fingerprint}`,
  'a=setup:actpass',
];

/** As Chromium offers sound, three layers of picture, and data. */
const offer = `${[
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1 2',
  'a=extmap-allow-mixed',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  ...transportLines,
  'a=candidate:1 1 udp 2122260223 192.0.2.1 40000 typ host generation 0',
  'a=mid:0',
  'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=ssrc:1111 cname:x',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  'c=IN IP4 0.0.0.0',
  ...transportLines,
  'a=mid:1',
  'a=sendonly',
  'a=rtcp-mux',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rid:h send',
  'a=rid:m send',
  'a=rid:l send',
  'a=simulcast:send h;m;l',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  ...transportLines,
  'a=mid:2',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
].join('\r\n')}\r\n`;

const local = {
  iceUfrag: 'wxyz',
  icePwd: 'zyxwvutsrqponmlkjihgfedc',
  fingerprint: { algorithm: 'sha-256', value: fingerprint.toUpperCase() },
  setup: 'active' as const,
  candidates: ['candidate:1 1 UDP 2122317823 192.0.2.9 50000 typ host'],
};

describe('reading a description', () => {
  it('knows m-lines, simulcast and the one transport of the bundle', () => {
    const { sections, transport } = readDescription(offer);
    expect(sections.map(({ mid, kind, direction }) => [mid, kind, direction])).toEqual([
      ['0', 'audio', 'sendrecv'],
      ['1', 'video', 'sendonly'],
      ['2', 'application', 'sendrecv'],
    ]);
    expect(sections.map(({ simulcast }) => simulcast)).toEqual([null, { rids: ['h', 'm', 'l'] }, null]);
    expect(transport).toMatchObject({ iceUfrag: 'abcd', setup: 'actpass' });
    expect(transport.candidates).toEqual(['candidate:1 1 udp 2122260223 192.0.2.1 40000 typ host']);
  });

  it('takes the layers of a SIM group in its order, and knows what repeats what', () => {
    const munged = offer
      .replace(/a=rid:.*\r\n/g, '')
      .replace(
        'a=simulcast:send h;m;l',
        'a=ssrc-group:SIM 1 2 3\r\na=ssrc-group:FID 1 4\r\na=ssrc:1 cname:x',
      );
    const video = readDescription(munged).sections[1];
    expect(video?.simulcast).toEqual({ ssrcs: [1, 2, 3] });
    expect(video?.rtxOf.get(4)).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['no m-line', 'v=0\r\ns=-\r\n'],
    ['no ICE password', offer.replace(/a=ice-pwd:.*\r\n/g, '')],
    ['no fingerprint', offer.replace(/a=fingerprint:.*\r\n/g, '')],
    ['a fingerprint of another kind', offer.replace(/sha-256/g, 'md5')],
    ['the same mid twice', offer.replace('a=mid:1', 'a=mid:0')],
    ['a mid of characters that are not allowed', offer.replace('a=mid:0', 'a=mid:a"b')],
    ['an unknown kind of media', offer.replace('m=audio', 'm=smell')],
    ['a role that does not exist', offer.replace(/a=setup:actpass/g, 'a=setup:boss')],
    ['more m-lines than allowed', offer + 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n'.repeat(10_000)],
    ['a line without an end', `v=0\r\na=${'x'.repeat(9_000)}`],
    ['a megabyte', `v=0\r\n${'a=x\r\n'.repeat(200_000)}`],
  ])('refuses %s', (_what, sdp) => {
    expect(() => readDescription(sdp)).toThrow(MediaError);
  });

  it('either reads or refuses whatever has been changed in it', () => {
    const lines = offer.split('\r\n');
    const change = fc.record({
      line: fc.nat(lines.length - 1),
      how: fc.constantFrom('drop', 'double', 'replace', 'cut'),
      text: fc.string({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const mutated = [...lines];
        for (const { line, how, text } of changes) {
          const old = mutated[line] ?? '';
          mutated[line] =
            how === 'drop'
              ? ''
              : how === 'double'
                ? `${old}\r\n${old}`
                : how === 'cut'
                  ? old.slice(0, 6)
                  : text;
        }
        const sdp = mutated.join('\r\n');
        try {
          const plain = plainDescription(readDescription(sdp)).sdp;
          completeDescription(plain, local, () => ({ ssrc: 1, rtx: null }));
        } catch (error) {
          expect(error).toBeInstanceOf(MediaError);
        }
      }),
    );
  });
});

describe('what is passed on', () => {
  const plain = plainDescription(readDescription(offer));

  it('has no address, key or SSRC of the other end in it', () => {
    expect(plain.sdp).not.toMatch(/192\.0\.2|ice-|fingerprint|ssrc|candidate|setup|rid:/);
    expect(plain.sdp).toContain('a=rtpmap:96 VP8/90000');
    expect(plain.sdp).toContain('a=fmtp:97 apt=96');
    expect(plain.sdp).toContain('a=max-message-size:262144');
  });

  it('says of each m-line with media what the other end said of the session', () => {
    expect(plain.sdp.match(/a=extmap-allow-mixed/g)).toHaveLength(2);
    const silent = offer.replace('a=extmap-allow-mixed\r\n', '');
    expect(plainDescription(readDescription(silent)).sdp).not.toContain('extmap-allow-mixed');
    const ofSound = silent.replace('a=mid:0', 'a=extmap-allow-mixed\r\na=mid:0');
    expect(plainDescription(readDescription(ofSound)).sdp.match(/a=extmap-allow-mixed/g)).toHaveLength(1);
  });

  it('is completed by this end: transport, SSRCs where it sends, candidates once', () => {
    const { sdp } = completeDescription(plain.sdp.replace('a=sendonly', 'a=recvonly'), local, () => ({
      ssrc: 77,
      rtx: null,
    }));
    expect(sdp).toContain('a=group:BUNDLE 0 1 2');
    expect(sdp.match(/a=ice-ufrag:wxyz/g)).toHaveLength(3);
    expect(sdp.match(/a=candidate/g)).toHaveLength(1);
    expect(sdp.match(/a=ssrc:77 cname:cardea/g)).toHaveLength(1);
    expect(sdp).toContain('a=end-of-candidates');
  });

  it('is one m-line for all RTP and one for data when libdatachannel is told of it', () => {
    const { transport } = readDescription(offer);
    const reduced = reducedDescription(transport, {
      rtp: '0',
      data: { mid: '2', sctpPort: 5_000, maxMessageSize: 262_144 },
    });
    expect(reduced.match(/^m=/gm)).toHaveLength(2);
    expect(reduced).toContain('a=group:BUNDLE 0 2');
  });
});

it('takes an m-line of port 0 that is there only in the bundle, as Firefox offers it, and refuses one without that', () => {
  const zero = offer.replace('m=video 9', 'm=video 0');
  const [, refused] = readDescription(zero).sections;
  expect(refused?.rejected).toBe(true);
  const bundled = readDescription(zero.replace('a=mid:1', 'a=bundle-only\r\na=mid:1'));
  expect(bundled.sections[1]?.rejected).toBe(false);
  expect(plainDescription(bundled).sdp).toContain('m=video 9 ');
});
