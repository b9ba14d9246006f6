import { parseArgs } from 'node:util';
import type { Setting } from '@cardea/settings';
import { settingNames, settings, type Settings } from './settings.ts';

/** Its message is a sentence for the operator. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}

/**
 * Flags count before environment variables, these before defaults; an empty variable counts as not set.
 * @returns `help` when that was asked for
 * @throws SettingsError
 */
export function loadSettings(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings | 'help' {
  const flags = readFlags(argv);
  if (flags['help'] === true) return 'help';
  const loaded = settingNames.map((name): [string, unknown] => {
    const setting: Setting<unknown> = settings[name];
    const flag = flags[name];
    // A flag that is given several times is a list.
    const given = Array.isArray(flag) ? flag.join(',') : flag;
    if (typeof given === 'string') return [name, read(setting, `--${name}`, given)];
    const variable = env[setting.env] ?? '';
    return [name, variable === '' ? setting.default : read(setting, setting.env, variable)];
  });
  // Each value has just been read by the schema of its setting.
  return Object.fromEntries(loaded) as Settings;
}

function readFlags(argv: readonly string[]): Record<string, unknown> {
  const string = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...Object.fromEntries(settingNames.map((name) => [name, string])),
        plugin: { type: 'string', multiple: true },
        help: { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new SettingsError(error instanceof Error ? error.message : String(error));
  }
}

function read({ kind, secret }: Setting<unknown>, name: string, given: string): unknown {
  const parsed = kind.schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const shown = secret === true ? '' : `, not "${given.slice(0, 100)}"`;
  throw new SettingsError(`${name} must be ${kind.expects}${shown}.`);
}
