/** One measured figure with what it aims at. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The aim, if there is one: the figure should not be above it. */
  aim?: number;
  /** How many measurements are behind it. */
  samples: number;
}

/** @param share 0 to 1 @returns the smallest value that at least that share of the values does not exceed */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new Error('no values');
  return value;
}

export function printTable(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  const width = Math.max(...figures.map((figure) => figure.name.length));
  for (const { name, value, unit, aim, samples } of figures) {
    const verdict =
      aim === undefined ? '' : `  aim ≤ ${format(aim)} ${unit}: ${value <= aim ? 'met' : 'NOT met'}`;
    console.log(
      `  ${name.padEnd(width)}  ${format(value).padStart(9)} ${unit.padEnd(3)} (n=${samples})${verdict}`,
    );
  }
}

function format(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
