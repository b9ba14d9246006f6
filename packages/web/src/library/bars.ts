import { personHue } from '../design/personColor.ts';

/**
 * Heights like those of a voice, 0 to 1, for what has a sound and no picture. A drawing, not a measurement: the same for the
 * same item, so that one recognises it.
 */
export function barsOf(id: string, count: number): number[] {
  const seed = personHue(id) / 57;
  return Array.from({ length: count }, (_, index) => {
    const phrase = Math.abs(Math.sin(index * 0.19 + seed));
    const syllable = Math.abs(Math.sin(index * 1.7 + seed * 3) * Math.cos(index * 0.53 + seed));
    return Math.min(1, 0.12 + 0.88 * (0.35 * phrase + 0.65 * phrase * syllable));
  });
}
