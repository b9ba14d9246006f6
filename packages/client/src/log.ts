/**
 * Where the library writes what it does. `info` once for each change of a lifecycle, `warn` for what should not
 * happen, `debug` for the rest. SDP, message texts and tokens are never among the fields.
 */
export type Log = (
  level: 'debug' | 'info' | 'warn',
  text: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** Warnings to the console; the rest where a console shows it only when asked for. */
export const consoleLog: Log = (level, text, fields = {}) => {
  if (level === 'warn') console.warn(`cardea: ${text}`, fields);
  else console.debug(`cardea: ${text}`, fields);
};

/** What is known of something thrown, for a log field. */
export function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
