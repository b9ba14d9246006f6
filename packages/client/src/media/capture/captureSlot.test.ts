import { describe, expect, it } from 'vitest';
import { CaptureSlot } from './captureSlot.ts';

class Track {
  readyState = 'live';
  onended: (() => void) | null = null;
  stop(): void {
    this.readyState = 'ended';
  }
}

/** Devices that open when the test says so. */
function setUp(keepOpen: boolean) {
  const opened: Track[] = [];
  const requests: { give: () => Track; refuse: (name: string) => void }[] = [];
  const slot = new CaptureSlot({
    keepOpen,
    changed: () => undefined,
    open: () =>
      new Promise<MediaStreamTrack>((resolve, reject) => {
        requests.push({
          give: () => {
            const track = new Track();
            opened.push(track);
            resolve(track as unknown as MediaStreamTrack);
            return track;
          },
          refuse: (name) => reject(new DOMException('no', name)),
        });
      }),
  });
  return { slot, opened, requests };
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe('a device of a call', () => {
  it('ends where the last click pointed, however fast the clicks were', async () => {
    const { slot, opened, requests } = setUp(false);
    void slot.set(true);
    await settle();
    void slot.set(false);
    void slot.set(true);
    void slot.set(false);
    requests[0]?.give();
    await settle();
    expect(slot.state).toEqual({ on: false, busy: false, problem: null });
    expect(opened.map(({ readyState }) => readyState)).toEqual(['ended']);
  });

  it('is released at once when it opens after the call has ended', async () => {
    const { slot, opened, requests } = setUp(true);
    void slot.set(true);
    await settle();
    slot.close();
    requests[0]?.give();
    await settle();
    expect(opened[0]?.readyState).toBe('ended');
    expect(slot.track).toBeNull();
  });

  it('stays open while a microphone is muted, and is closed while a camera is off', async () => {
    for (const keepOpen of [true, false]) {
      const { slot, opened, requests } = setUp(keepOpen);
      void slot.set(true);
      await settle();
      requests[0]?.give();
      await settle();
      await slot.set(false);
      expect(slot.state.on).toBe(false);
      expect(opened[0]?.readyState).toBe(keepOpen ? 'live' : 'ended');
    }
  });

  it.each([
    ['NotAllowedError', 'permission-denied'],
    ['NotFoundError', 'no-device'],
    ['NotReadableError', 'device-in-use'],
    ['OtherError', 'unknown'],
  ])('tells %s as %s and stays off', async (name, problem) => {
    const { slot, requests } = setUp(true);
    void slot.set(true);
    await settle();
    requests[0]?.refuse(name);
    await settle();
    expect(slot.state).toEqual({ on: false, busy: false, problem });
  });

  it('keeps the old device when the new one cannot be opened', async () => {
    const { slot, opened, requests } = setUp(true);
    void slot.set(true);
    await settle();
    requests[0]?.give();
    await settle();
    void slot.reopen();
    await settle();
    requests[1]?.refuse('NotFoundError');
    await settle();
    expect(slot.state).toEqual({ on: true, busy: false, problem: 'no-device' });
    expect(opened[0]?.readyState).toBe('live');
  });

  it('changes to another device when its own is unplugged, keeping on', async () => {
    const { slot, requests } = setUp(true);
    void slot.set(true);
    await settle();
    const first = requests[0]?.give();
    await settle();
    first?.stop();
    first?.onended?.();
    await settle();
    const second = requests[1]?.give();
    await settle();
    expect(slot.track).toBe(second);
    expect(slot.state.on).toBe(true);
  });
});
