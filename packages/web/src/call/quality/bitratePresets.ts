import type { PictureRole } from '@cardea/client';

/** bit/s; 320×180, 640×360 and 1280×720 look right at these, and text of a shared screen is sharp from 1,500 on. */
export const bitratePresets = {
  camera: { saver: 250_000, standard: 800_000, high: 2_000_000 },
  screen: { saver: 500_000, standard: 1_500_000, high: 4_000_000 },
} as const satisfies Record<PictureRole, Record<string, number>>;

export const presetNames = ['saver', 'standard', 'high'] as const;
export type BitrateChoice = 'auto' | (typeof presetNames)[number] | 'own';

/** kbit/s that a person may enter. */
export const ownBitrate = { lowest: 30, highest: 50_000 } as const;

/** Which choice a limit is. */
export function choiceOf(role: PictureRole, bitsPerSecond: number | null): BitrateChoice {
  if (bitsPerSecond === null) return 'auto';
  return presetNames.find((name) => bitratePresets[role][name] === bitsPerSecond) ?? 'own';
}

/** What somebody typed, in bit/s; `null` if it is no number within the bounds. */
export function readOwnBitrate(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,6}$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return value >= ownBitrate.lowest && value <= ownBitrate.highest ? value * 1_000 : null;
}
