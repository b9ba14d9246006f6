import { expect, it } from 'vitest';
import { StrayKeyFrameRequests } from './strayRequests.ts';

const report = (camera: number, screen: number): Map<string, unknown> =>
  new Map(
    [
      { type: 'outbound-rtp', kind: 'video', framesSent: 100, pliCount: camera },
      { type: 'outbound-rtp', kind: 'video', framesSent: 0, pliCount: screen },
      { type: 'outbound-rtp', kind: 'audio', packetsSent: 50 },
    ].map((stat, index) => [String(index), stat]),
  );

it('tells requests for a picture that is not sent, once, and leaves the others to the browser', () => {
  const requests = new StrayKeyFrameRequests();
  expect(requests.look(report(3, 0))).toBe(false);
  expect(requests.look(report(3, 2))).toBe(true);
  expect(requests.look(report(9, 2))).toBe(false);
  // Another connection counts anew.
  expect(requests.look(report(0, 0))).toBe(false);
  expect(requests.look(report(0, 1))).toBe(true);
});
