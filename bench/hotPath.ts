import { createHotPath } from '@cardea/media/testing/hotPath';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PacketSource } from './gateway/packets.ts';
import { percentile, type Figure } from './harness/report.ts';

const rounds = 7;
const packetsPerRound = 20_000;
const receivers = 40;

/** What a packet costs between the library that decrypts it and the one that encrypts it: in this process, without a network. */
export function benchHotPath(): Promise<Figure[]> {
  const path = createHotPath(receivers);
  const source = new PacketSource(1_000, 1_000);
  // The library gives a new buffer for each packet, so the source's own is copied into one of several.
  const buffers = Array.from({ length: 64 }, () => Buffer.alloc(source.next().length));
  const round = () => {
    let spent = 0;
    for (let i = 0; i < packetsPerRound; i++) {
      const packet = buffers[i % buffers.length] ?? source.next();
      source.next().copy(packet);
      const start = performance.now();
      path.receive(packet);
      spent += performance.now() - start;
    }
    return spent;
  };
  round();
  const [before, sentBefore] = [heap(), path.sent()];
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = path.sent();
    times.push((round() * 1e6) / (path.sent() - start));
  }
  const samples = path.sent() - sentBefore;
  const allocated = (process.memoryUsage().heapUsed - before) / samples;
  path.close();
  return Promise.resolve([
    {
      name: `a packet to one of ${receivers} receivers, in the engine`,
      value: percentile(times, 0.5),
      unit: 'ns',
      samples,
    },
    { name: 'memory taken for it on the heap', value: allocated, unit: 'B', samples },
  ]);
}

/** Bytes in use after garbage was collected. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
