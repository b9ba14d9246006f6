import { parseArgs } from 'node:util';
import { parseAccountCommand, type AccountCommand } from '../operator/accountCommand.ts';
import { ConfigurationError } from './configurationError.ts';

/** What the arguments ask for. */
export type CommandLine =
  | { action: 'help' }
  | { action: 'version' }
  /** `configFile` is `null` when none is named. */
  | { action: 'start'; configFile: string | null }
  | { action: 'account'; configFile: string | null; command: AccountCommand };

/**
 * Reads the arguments after the program's name.
 * @throws ConfigurationError for anything unknown
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const {
    values: { help, version, config },
    positionals: [word, ...words],
  } = parse(argv);
  if (help === true) return { action: 'help' };
  if (version === true) return { action: 'version' };
  if (config === '') throw new ConfigurationError('--config needs the name of a file: --config cardea.json');
  const configFile = config ?? null;
  switch (word) {
    case undefined:
      return { action: 'start', configFile };
    case 'account':
      return { action: 'account', configFile, command: parseAccountCommand(words) };
    default:
      throw new ConfigurationError(`"${word}" is unknown. See --help for what there is.`);
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        config: { type: 'string', short: 'c' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new ConfigurationError(`${reason}. See --help for what there is.`, { cause: error });
  }
}
