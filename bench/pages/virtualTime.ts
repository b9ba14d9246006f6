/**
 * Puts the worker that loads this first on a clock that stands still until it is told to go on: half an hour of
 * recording takes as long as the encoders need. Timers run in the order in which they are due, as in life.
 */

interface Timer {
  due: number;
  /** `null` if it runs once. */
  every: number | null;
  run: () => void;
}

let now = Date.now();
let count = 0;
const timers = new Map<number, Timer>();
const encoders = new Set<VideoEncoder | AudioEncoder>();

function add(run: () => void, delay: number, repeats: boolean): number {
  count++;
  const every = Math.max(1, delay);
  timers.set(count, { due: now + every, every: repeats ? every : null, run });
  return count;
}

const forget = (id?: number): void => {
  if (id !== undefined) timers.delete(id);
};

/** Waits by the clock of the machine. */
export const realTimeout = setTimeout.bind(globalThis);

Date.now = () => now;
performance.now = () => now - performance.timeOrigin;
Object.assign(globalThis, {
  setTimeout: (run: () => void, delay = 0) => add(run, delay, false),
  setInterval: (run: () => void, delay = 0) => add(run, delay, true),
  clearTimeout: forget,
  clearInterval: forget,
  VideoEncoder: class extends VideoEncoder {
    constructor(init: VideoEncoderInit) {
      super(init);
      encoders.add(this);
    }
  },
  AudioEncoder: class extends AudioEncoder {
    constructor(init: AudioEncoderInit) {
      super(init);
      encoders.add(this);
    }
  },
});

/** Lets everything run that waits already: a message to oneself comes behind it. */
const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

function others(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}

/** The one that is due first; of several, the oldest. */
function nextTimer(): [id: number, timer: Timer] | null {
  let next: [number, Timer] | null = null;
  for (const entry of timers) if (next === null || entry[1].due < next[1].due) next = entry;
  return next;
}

/** Time passes, and the encoders get as long as they need for what it brings. @param by milliseconds */
export async function advance(by: number): Promise<void> {
  const end = now + by;
  for (;;) {
    const next = nextTimer();
    if (next === null || next[1].due > end) break;
    const [id, timer] = next;
    now = timer.due;
    if (timer.every === null) timers.delete(id);
    else timer.due += timer.every;
    timer.run();
    await others();
    for (const encoder of encoders) {
      while (encoder.state === 'configured' && encoder.encodeQueueSize > 0) {
        await new Promise((resolve) => encoder.addEventListener('dequeue', resolve, { once: true }));
      }
    }
  }
  now = end;
}
