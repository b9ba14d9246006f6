/** One sound of a pattern: frequencies in Hz sounding together, from `at` for `length` seconds. */
export interface Note {
  frequencies: readonly number[];
  at: number;
  length: number;
}

export interface TonePattern {
  notes: readonly Note[];
  /** Seconds until it begins again; `null` plays once. */
  period: number | null;
  /** 0 to 1. */
  volume: number;
}

/** Made of sums of sines, so that no sound files are needed. */
export const tones = {
  /** A soft call of four notes, as of a door chime, twice. */
  ring: {
    notes: [0, 1.1].flatMap((start) => [
      { frequencies: [659.26, 1318.5], at: start, length: 0.45 },
      { frequencies: [830.61, 1661.2], at: start + 0.16, length: 0.45 },
      { frequencies: [987.77, 1975.5], at: start + 0.32, length: 0.5 },
      { frequencies: [830.61, 1661.2], at: start + 0.56, length: 0.5 },
    ]),
    period: 3.4,
    volume: 0.22,
  },
  /** What a caller hears: the European ring-back of 425 Hz, one second in five, made softer. */
  ringBack: { notes: [{ frequencies: [425], at: 0, length: 1 }], period: 5, volume: 0.09 },
  /** Somebody calls during a call: two short notes, seldom. */
  waiting: {
    notes: [
      { frequencies: [587.33], at: 0, length: 0.18 },
      { frequencies: [783.99], at: 0.24, length: 0.22 },
    ],
    period: 4,
    volume: 0.1,
  },
  busy: {
    notes: [0, 0.5, 1].map((at) => ({ frequencies: [425], at, length: 0.25 })),
    period: null,
    volume: 0.08,
  },
  ended: {
    notes: [
      { frequencies: [493.88], at: 0, length: 0.14 },
      { frequencies: [392], at: 0.15, length: 0.22 },
    ],
    period: null,
    volume: 0.09,
  },
} as const satisfies Record<string, TonePattern>;

export type ToneName = keyof typeof tones;
