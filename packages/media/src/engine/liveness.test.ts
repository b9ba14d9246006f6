import { describe, expect, it } from 'vitest';
import { Liveness } from './liveness.ts';

describe('a remote end', () => {
  it('that was never silent for long is gone after 12 s', () => {
    const liveness = new Liveness();
    for (let time = 0; time <= 10_000; time += 1_000) liveness.note(time);
    expect(liveness.isGone(22_000)).toBe(false);
    expect(liveness.isGone(22_001)).toBe(true);
  });

  it('that reports every 7.5 s may lose three reports', () => {
    const liveness = new Liveness();
    for (let time = 0; time <= 30_000; time += 7_500) liveness.note(time);
    expect(liveness.isGone(60_000)).toBe(false);
    expect(liveness.isGone(67_501)).toBe(true);
  });

  it('that never sent anything is left to ICE, and one on a new way has its time again', () => {
    const liveness = new Liveness();
    liveness.restart(0);
    expect(liveness.isGone(100_000)).toBe(false);
    liveness.note(0);
    liveness.restart(12_000);
    expect(liveness.isGone(24_000)).toBe(false);
    expect(liveness.isGone(24_001)).toBe(true);
  });
});
