import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepCertified } from './keepCertified.ts';
import type { TlsMaterial } from './tlsMaterial.ts';

const hour = 60 * 60 * 1000;
const certified = (cert: string): TlsMaterial => ({
  cert,
  key: `key of ${cert}`,
  caCertificate: null,
  lanUrls: [],
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function keep(answers: (TlsMaterial | Error)[]) {
  const applied: string[] = [];
  const errors: unknown[] = [];
  const stop = keepCertified({
    current: certified('first'),
    prepare: () => {
      const answer = answers.shift() ?? certified('first');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    apply: ({ cert }) => applied.push(cert),
    onError: (error) => errors.push(error),
  });
  return { applied, errors, stop };
}

describe('a certificate', () => {
  it('is taken up within an hour after it was renewed, and once', async () => {
    const { applied, stop } = keep([certified('first'), certified('second'), certified('second')]);
    await vi.advanceTimersByTimeAsync(hour);
    expect(applied).toEqual([]);
    await vi.advanceTimersByTimeAsync(2 * hour);
    expect(applied).toEqual(['second']);
    stop();
  });

  it('stays in use when the next cannot be read, and the next look may find it', async () => {
    const { applied, errors, stop } = keep([new Error('half written'), certified('second')]);
    await vi.advanceTimersByTimeAsync(hour);
    expect([applied, errors]).toEqual([[], [new Error('half written')]]);
    await vi.advanceTimersByTimeAsync(hour);
    expect(applied).toEqual(['second']);
    stop();
  });

  it('is left alone after the server has stopped', async () => {
    const { applied, stop } = keep([certified('second')]);
    stop();
    await vi.advanceTimersByTimeAsync(3 * hour);
    expect(applied).toEqual([]);
  });
});
