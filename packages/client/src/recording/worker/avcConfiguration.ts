/**
 * Firefox (153) writes the first byte of each parameter set twice into the configuration of its H.264 encoder. Browsers
 * take the sets from the stream and do not mind; other players refuse the file.
 * @param record AVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 5.3.3.1)
 * @returns the record as it should be; the same one if nothing is wrong with it
 */
export function repairedAvcConfiguration(record: Uint8Array): Uint8Array {
  const [, profile, compatibility, level] = record;
  // A set of sequence parameters begins with its type and then says profile and level as the record does.
  const doubled =
    record.length > 12 &&
    record[8] === record[9] &&
    record[10] === profile &&
    record[11] === compatibility &&
    record[12] === level;
  if (!doubled) return record;
  const out: number[] = [...record.subarray(0, 5)];
  let at = 5;
  // First the number of sequence parameter sets, in five bits, then that of picture parameter sets, in eight.
  for (const mask of [0x1f, 0xff]) {
    const count = record[at] ?? 0;
    out.push(count);
    at += 1;
    for (let index = 0; index < (count & mask); index++) {
      const length = (record[at] ?? 0) * 256 + (record[at + 1] ?? 0);
      const set = record.subarray(at + 3, at + 2 + length);
      out.push(set.length >> 8, set.length & 0xff, ...set);
      at += 2 + length;
    }
  }
  return Uint8Array.from([...out, ...record.subarray(at)]);
}
