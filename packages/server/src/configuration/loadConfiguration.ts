import path from 'node:path';
import type { Setting } from '@cardea/settings';
import { settings, type Configuration, type SettingName } from './configuration.ts';
import { ConfigurationError } from './configurationError.ts';

export interface ConfigurationInput {
  /** The process's environment. A variable that is empty counts as not set. */
  env: Readonly<Record<string, string | undefined>>;
  /** The file named by `--config`, which has to exist, or `null` for `cardea.json` if there is one. */
  configFile: string | null;
  /** Where relative paths start. */
  cwd: string;
  /** The text of a file, or `null` if there is none. Other failures throw. */
  readFile: (file: string) => string | null;
}

/** A value and where it came from, for the message when it is wrong. */
type Given = { value: unknown; from: 'environment' } | { value: unknown; from: 'file'; file: string };

/**
 * All settings: the environment over the file over the defaults. Pure but for `readFile`.
 * @throws ConfigurationError naming the first setting that is wrong, where it came from and what would be right
 */
export function loadConfiguration(input: ConfigurationInput): Configuration {
  const file = readSettingsFile(input);
  const given = new Map<SettingName, Given>();
  for (const name of settingNames) {
    const fromEnvironment = input.env[settings[name].env];
    if (fromEnvironment !== undefined && fromEnvironment !== '') {
      given.set(name, { value: fromEnvironment, from: 'environment' });
    } else if (file !== null && Object.hasOwn(file.content, name)) {
      given.set(name, { value: file.content[name], from: 'file', file: file.name });
    }
  }
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of settingNames) values[name] = valueOf(name, given.get(name), input.cwd);
  // Every name has been given the value of its own schema just now, which a mapped type cannot follow.
  const configuration = values as Configuration;
  checkTogether(configuration, given);
  return configuration;
}

/** In the order of the documentation. */
export const settingNames = Object.keys(settings) as SettingName[];

function valueOf(name: SettingName, given: Given | undefined, cwd: string): unknown {
  const setting: Setting<unknown> = settings[name];
  let value: unknown = setting.default;
  if (given !== undefined) {
    const parsed = setting.kind.schema.safeParse(given.value);
    if (!parsed.success) throw wrongValue(name, setting, given);
    value = parsed.data;
  }
  return setting.path === true && typeof value === 'string' ? path.resolve(cwd, value) : value;
}

function wrongValue(name: SettingName, setting: Setting<unknown>, given: Given): ConfigurationError {
  // A secret that is wrong is still nobody else's business: messages end up in logs and bug reports.
  const says = setting.secret === true ? '' : ` is ${JSON.stringify(given.value)} but`;
  return new ConfigurationError(
    `${whereFrom(name, given)}${says} must be ${setting.kind.expects}, for example ${setting.env}=${setting.example}`,
  );
}

function whereFrom(name: SettingName, given: Given): string {
  return given.from === 'environment'
    ? `${settings[name].env} in the environment`
    : `"${name}" in ${given.file}`;
}

/** What is right alone and wrong together. */
function checkTogether(configuration: Configuration, given: ReadonlyMap<SettingName, Given>): void {
  const needs = (name: SettingName, other: SettingName, why: string): void => {
    const cause = given.get(name);
    if (cause === undefined) return;
    throw new ConfigurationError(
      `${whereFrom(name, cause)} needs ${settings[other].env} too: ${why}, for example ` +
        `${settings[other].env}=${settings[other].example}`,
    );
  };
  const { tlsCert, tlsKey, turnUrls, turnSecret, relayOnly, gateway, redisUrl } = configuration;
  const { s3Bucket, s3Endpoint, s3AccessKeyId, s3SecretAccessKey } = configuration;
  if (s3Bucket !== null && s3AccessKeyId === null)
    needs('s3Bucket', 's3AccessKeyId', 'nobody may write to a bucket without a key');
  if (s3AccessKeyId !== null && s3SecretAccessKey === null)
    needs('s3AccessKeyId', 's3SecretAccessKey', 'a key is of no use without its secret');
  if (s3Endpoint !== null && s3Bucket === null)
    needs('s3Endpoint', 's3Bucket', 'without a bucket the files would go to DATA_DIR');
  if (tlsCert !== null && tlsKey === null)
    needs('tlsCert', 'tlsKey', 'a certificate is of no use without its key');
  if (tlsKey !== null && tlsCert === null)
    needs('tlsKey', 'tlsCert', 'a key is of no use without its certificate');
  if (turnUrls.length > 0 && turnSecret === null) {
    needs('turnUrls', 'turnSecret', 'without it the relay would let nobody in');
  }
  if (relayOnly && turnUrls.length === 0 && !(gateway && redisUrl === null))
    needs('relayOnly', 'turnUrls', 'without a relay and without the gateway no call would connect');
}

const defaultFile = 'cardea.json';

function readSettingsFile(
  input: ConfigurationInput,
): { name: string; content: Record<string, unknown> } | null {
  const name = path.resolve(input.cwd, input.configFile ?? defaultFile);
  const source = input.readFile(name);
  if (source === null) {
    if (input.configFile === null) return null;
    throw new ConfigurationError(`There is no file ${name}, which --config names`);
  }
  const content = parseJson(name, source);
  for (const key of Object.keys(content)) {
    if (!Object.hasOwn(settings, key)) throw unknownSetting(name, key);
  }
  return { name, content };
}

function parseJson(name: string, source: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`${name} is not JSON: ${reason}`, { cause: error });
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigurationError(`${name} must hold one object, for example { "port": 8080 }`);
  }
  return content as Record<string, unknown>;
}

function unknownSetting(file: string, key: string): ConfigurationError {
  const meant = settingNames.find(
    (name) => settings[name].env === key || name.toLowerCase() === key.toLowerCase().replaceAll(/[-_]/g, ''),
  );
  const hint = meant === undefined ? 'see --help for all names' : `did you mean "${meant}"?`;
  return new ConfigurationError(`"${key}" in ${file} is not a setting; ${hint}`);
}
