import { describe, expect, it } from 'vitest';
import { LossDetection, usualLossDetection } from './lossDetection.ts';

function due(detection: LossDetection, now: number, roundTrip = 40): number[] {
  const into = new Uint16Array(64);
  return [...into.subarray(0, detection.due(now, roundTrip, into))];
}

describe('loss detection', () => {
  it('asks for a gap after three later packets, over the wrap-around', () => {
    const detection = new LossDetection();
    detection.receive(65_534, 0);
    detection.receive(1, 0);
    expect(due(detection, 0)).toEqual([]);
    detection.receive(2, 1);
    expect(due(detection, 1)).toEqual([65_535]);
    detection.receive(3, 1);
    expect(due(detection, 1)).toEqual([0]);
  });

  it('asks for a gap after the reordering time, and not for what came in it', () => {
    const detection = new LossDetection();
    for (const number of [1, 4, 3]) detection.receive(number, 0);
    expect(due(detection, 9)).toEqual([]);
    expect(due(detection, 10)).toEqual([2]);
    detection.receive(2, 11);
    expect(due(detection, 500)).toEqual([]);
  });

  it('asks again after one and a half round trips, and gives up after its tries or its time', () => {
    const detection = new LossDetection({ ...usualLossDetection, tries: 3 });
    detection.receive(1, 0);
    detection.receive(3, 0);
    expect([10, 69, 70, 130, 190].map((now) => due(detection, now))).toEqual([[2], [], [2], [2], []]);
    expect(detection.missing).toBe(0);
    detection.receive(5, 200);
    expect(due(detection, 1_200)).toEqual([]);
    expect(detection.missing).toBe(0);
  });

  it('wants a key frame, once, instead of asking for more than it can hold', () => {
    const detection = new LossDetection();
    detection.receive(1, 0);
    detection.receive(258, 0);
    expect(detection.missing).toBe(256);
    expect(detection.takeKeyFrameRequest()).toBe(false);
    detection.receive(260, 0);
    expect(detection.missing).toBe(0);
    expect(detection.takeKeyFrameRequest()).toBe(true);
    expect(detection.takeKeyFrameRequest()).toBe(false);
  });

  it('forgets what a key frame makes useless', () => {
    const detection = new LossDetection();
    for (const number of [1, 3, 5]) detection.receive(number, 0);
    detection.keyFrame(3);
    expect(due(detection, 50)).toEqual([4]);
  });

  it('follows a source that counts anew', () => {
    const detection = new LossDetection();
    for (const number of [9_000, 9_002, 100, 101, 103]) detection.receive(number, 0);
    expect(due(detection, 50)).toEqual([102]);
  });
});
