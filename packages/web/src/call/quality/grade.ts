import type { CallStatistics } from '@cardea/client';

export type Grade = 'good' | 'fair' | 'poor';

/** Of three looks together, so that a single lost packet makes nobody nervous. */
const looks = 3;

/**
 * How well a call is carried, from loss and round trip. The borders are those of ITU-T G.114 for the delay of speech
 * (400 ms there and back is noticed) and of what concealment and repair still hide.
 */
export function gradeOf(history: readonly CallStatistics[]): Grade {
  const recent = history.slice(-looks);
  const losses = recent.flatMap(({ streams }) => streams.map(({ loss }) => loss ?? 0));
  const loss = losses.length === 0 ? 0 : losses.reduce((sum, one) => sum + one, 0) / losses.length;
  const roundTrip = Math.max(0, ...recent.map((one) => one.roundTrip ?? 0));
  if (loss > 0.08 || roundTrip > 800) return 'poor';
  if (loss > 0.02 || roundTrip > 400) return 'fair';
  return 'good';
}
