import { create } from 'zustand';
import { tones, type ToneName, type TonePattern } from './toneShapes.ts';

/** Browsers keep pages silent until somebody has touched them; `unlocked` says whether sounds can be heard. */
export const useSound = create<{ unlocked: boolean }>(() => ({
  unlocked: typeof navigator !== 'undefined' && (navigator.userActivation?.hasBeenActive ?? false),
}));

let context: AudioContext | null = null;
/** Tones that are to be heard now. */
let playing = 0;

function audio(): AudioContext {
  context ??= new AudioContext();
  return context;
}

/** A context that runs works a hundred times a second, whether there is something to hear or not. */
function restIfQuiet(): void {
  if (playing === 0) void context?.suspend();
}

/** Call it from a click or a key. */
export function unlockSound(): void {
  const done = (): void => {
    useSound.setState({ unlocked: true });
    restIfQuiet();
  };
  audio()
    .resume()
    .then(done, () => undefined);
}

/** The first touch anywhere unlocks. @returns stops waiting for it */
export function unlockOnFirstTouch(): () => void {
  const events = ['pointerup', 'keydown'] as const;
  const stop = (): void => {
    for (const event of events) removeEventListener(event, unlock, true);
  };
  const unlock = (): void => {
    unlockSound();
    stop();
  };
  for (const event of events) addEventListener(event, unlock, true);
  return stop;
}

/**
 * Plays a tone, again and again if it has a period.
 * @returns stops it at once; more than once does no harm
 */
export function playTone(name: ToneName): () => void {
  const pattern: TonePattern = tones[name];
  const output = audio();
  playing++;
  const gain = output.createGain();
  gain.gain.value = pattern.volume;
  gain.connect(output.destination);
  // A context that sleeps wakes up by itself once the page has been touched; then the ring is heard from there on.
  if (output.state === 'suspended') void output.resume().catch(() => undefined);
  const round = (): void => schedule(output, gain, pattern);
  round();
  const timer = pattern.period === null ? null : setInterval(round, pattern.period * 1000);
  let stopped = false;
  return () => {
    if (stopped) return;
    stopped = true;
    if (timer !== null) clearInterval(timer);
    gain.gain.setTargetAtTime(0, output.currentTime, 0.02);
    setTimeout(() => {
      gain.disconnect();
      playing--;
      restIfQuiet();
    }, 150);
  };
}

function schedule(output: AudioContext, gain: GainNode, pattern: TonePattern): void {
  if (output.state !== 'running') return;
  const start = output.currentTime + 0.03;
  for (const { frequencies, at, length } of pattern.notes) {
    const envelope = output.createGain();
    const from = start + at;
    envelope.gain.setValueAtTime(0, from);
    envelope.gain.linearRampToValueAtTime(1 / frequencies.length, from + 0.015);
    envelope.gain.setValueAtTime(1 / frequencies.length, from + length * 0.5);
    envelope.gain.exponentialRampToValueAtTime(0.001, from + length);
    envelope.connect(gain);
    for (const frequency of frequencies) {
      const oscillator = output.createOscillator();
      oscillator.frequency.value = frequency;
      oscillator.connect(envelope);
      oscillator.start(from);
      oscillator.stop(from + length);
    }
  }
}
