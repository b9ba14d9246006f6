import { PeerConnection, RtcpReceivingSession, Video } from 'node-datachannel';

/**
 * A remote end of a media connection in a process of its own, which can be killed. It offers one video m-line, sends an RTP packet
 * every 20 ms if it was started with `send`, else only receiver reports, and takes the answer as a message.
 */
const sends = process.argv[2] === 'send';
const ssrc = 42;
const video = new Video('0', sends ? 'SendRecv' : 'RecvOnly');
video.addVP8Codec(96);
if (sends) video.addSSRC(ssrc, 'peer');
const connection = new PeerConnection('peer', { iceServers: [] });
const track = connection.addTrack(video);
if (!sends) track.setMediaHandler(new RtcpReceivingSession());
connection.onGatheringStateChange((state) => {
  if (state !== 'complete') return;
  // Reached before it has taken the answer, libdatachannel may fail for want of the fingerprint; so nobody is told where it is.
  const sdp = connection.localDescription()?.sdp ?? '';
  process.send?.(sdp.replaceAll(/^a=(candidate:.*|end-of-candidates)\r\n/gm, ''));
});
connection.setLocalDescription('offer');
process.on('message', (answer) => connection.setRemoteDescription(String(answer), 'answer'));

let number = 0;
setInterval(() => {
  if (!track.isOpen()) return;
  if (sends) {
    number++;
    const packet = Buffer.alloc(40);
    packet.writeUInt16BE(0x8060, 0);
    packet.writeUInt16BE(number & 0xffff, 2);
    packet.writeUInt32BE(number * 1_800, 4);
    packet.writeUInt32BE(ssrc, 8);
    packet[12] = 0x10;
    track.sendMessageBinary(packet);
  } else if (number++ % 50 === 0) {
    // An empty receiver report (RFC 3550 6.4.2).
    track.sendMessageBinary(Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 1]));
  }
}, 20);
