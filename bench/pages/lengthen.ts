import {
  BlobSource,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MATROSKA,
  MkvOutputFormat,
  Output,
  StreamTarget,
  type EncodedPacket,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny';

const pieces = 'pieces.mkv';

/**
 * Makes pieces of any length from short ones, by repeating their packets with later times in a file of the same kind.
 * @returns bytes and seconds
 */
export async function lengthen(
  from: FileSystemDirectoryHandle,
  to: FileSystemDirectoryHandle,
  seconds: number,
): Promise<{ size: number; duration: number }> {
  const source = await (await from.getFileHandle(pieces)).getFile();
  const input = new Input({ source: new BlobSource(source), formats: [MATROSKA] });
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  if (video === null || audio === null) throw new Error('the pieces have no picture or no sound');
  // Times are whole milliseconds in such a file; a gap of some hides what is rounded.
  const length = Math.ceil((await input.computeDuration()) * 1000 + 20) / 1000;
  const file = await to.getFileHandle(pieces, { create: true });
  const output = new Output({
    format: new MkvOutputFormat({ appendOnly: true, minimumClusterDuration: 1 }),
    target: new StreamTarget(await file.createWritable(), { chunked: true }),
  });
  const [picture, sound] = [await pictureOf(video), await soundOf(audio)];
  output.addVideoTrack(picture.source);
  output.addAudioTrack(sound.source);
  await output.start();
  const times = Math.ceil(seconds / length);
  for (let time = 0; time < times; time++) {
    const [pictures, sounds] = [packets(video), packets(audio)];
    let [nextPicture, nextSound] = [await pictures.next(), await sounds.next()];
    while (nextPicture.done !== true || nextSound.done !== true) {
      const first =
        nextSound.done === true ||
        (nextPicture.done !== true && nextPicture.value.timestamp <= nextSound.value.timestamp);
      if (first && nextPicture.done !== true) {
        await picture.add(later(nextPicture.value, time * length));
        nextPicture = await pictures.next();
      } else if (nextSound.done !== true) {
        await sound.add(later(nextSound.value, time * length));
        nextSound = await sounds.next();
      }
    }
  }
  await output.finalize();
  input.dispose();
  return { size: (await file.getFile()).size, duration: times * length };
}

function later(packet: EncodedPacket, by: number): EncodedPacket {
  return packet.clone({ timestamp: packet.timestamp + by });
}

function packets(track: InputVideoTrack | InputAudioTrack): AsyncGenerator<EncodedPacket, void> {
  return new EncodedPacketSink(track).packets();
}

async function pictureOf(track: InputVideoTrack) {
  const [codec, config] = [await track.getCodec(), await track.getDecoderConfig()];
  if (codec === null || config === null) throw new Error('the picture has no codec');
  const source = new EncodedVideoPacketSource(codec);
  return { source, add: (packet: EncodedPacket) => source.add(packet, { decoderConfig: config }) };
}

async function soundOf(track: InputAudioTrack) {
  const [codec, config] = [await track.getCodec(), await track.getDecoderConfig()];
  if (codec === null || config === null) throw new Error('the sound has no codec');
  const source = new EncodedAudioPacketSource(codec);
  return { source, add: (packet: EncodedPacket) => source.add(packet, { decoderConfig: config }) };
}
