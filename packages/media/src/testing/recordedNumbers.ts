import { readFile } from 'node:fs/promises';
import { SourcePacket } from '../rtp/sourcePacket.ts';

/** What a packet in a recording says of its place among the others; -1 for what it does not tell. */
export interface RecordedNumbers {
  sequenceNumber: number;
  pictureId: number;
  tl0PicIdx: number;
  frameNumber: number;
  startsKeyFrame: boolean;
}

/** For tests: the numbers of all packets in a recording. @param dependencyId of the header extension; 0 if there is none */
export async function recordedNumbers(
  path: string,
  codec: string,
  dependencyId: number,
): Promise<RecordedNumbers[]> {
  const bytes = await readFile(path);
  const read = new SourcePacket();
  const numbers: RecordedNumbers[] = [];
  // Marker, header and its length; then of each packet marker, time and length (MJR 2).
  let at = 10 + bytes.readUInt16BE(8);
  while (at + 10 <= bytes.length) {
    const end = at + 10 + bytes.readUInt16BE(at + 8);
    read.read(bytes.subarray(at + 10, end), codec, dependencyId);
    const { sequenceNumber, frameNumber, pictureNumbers, startsKeyFrame } = read;
    const { pictureId = -1, tl0PicIdx = -1 } = pictureNumbers ?? {};
    numbers.push({ sequenceNumber, pictureId, tl0PicIdx, frameNumber, startsKeyFrame });
    at = end;
  }
  return numbers;
}
