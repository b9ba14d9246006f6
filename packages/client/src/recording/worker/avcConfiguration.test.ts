import { expect, test } from 'vitest';
import { repairedAvcConfiguration } from './avcConfiguration.ts';

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const head = '01 64001f 03';
const sps = '64001facd940 5005ba10000003001001e84800f183196001';
const pps = 'ebecb22c';

test('what Firefox doubles is there once', () => {
  const doubled = bytes(`${head} 01 001a 6767${sps} 01 0006 6868${pps}`);
  expect(repairedAvcConfiguration(doubled)).toEqual(bytes(`${head} 01 0019 67${sps} 01 0005 68${pps}`));
});

test('a configuration without fault stays as it is, with what comes after the sets', () => {
  const right = bytes(`${head} e1 0019 67${sps} 01 0005 68${pps} fdf8f800`);
  expect(repairedAvcConfiguration(right)).toBe(right);
});

test('whatever comes, it ends', () => {
  for (const hex of ['', '01', '01640010', `${head} 1f ffff 6767 64001f`]) {
    expect(repairedAvcConfiguration(bytes(hex)).length).toBeLessThan(100);
  }
});
