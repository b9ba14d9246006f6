import { parseArgs } from 'node:util';
import { ConfigurationError } from './configurationError.ts';

/** What the arguments ask for. */
export type CommandLine =
  | { action: 'help' }
  | { action: 'version' }
  /** `configFile` is `null` when none is named. */
  | { action: 'start'; configFile: string | null };

/**
 * Reads the arguments after the program's name.
 * @throws ConfigurationError for anything unknown
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { help, version, config } = parse(argv);
  if (help === true) return { action: 'help' };
  if (version === true) return { action: 'version' };
  if (config === '') throw new ConfigurationError('--config needs the name of a file: --config cardea.json');
  return { action: 'start', configFile: config ?? null };
}

function parse(argv: readonly string[]): { help?: boolean; version?: boolean; config?: string } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        config: { type: 'string', short: 'c' },
      },
    });
    return values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new ConfigurationError(`${reason}. See --help for what there is.`, { cause: error });
  }
}
