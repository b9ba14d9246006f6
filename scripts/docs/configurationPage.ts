import { defaultTextOf, type Setting } from '@cardea/settings';
import { settings } from '../../packages/server/src/configuration/configuration.ts';
import { settingNames } from '../../packages/server/src/configuration/loadConfiguration.ts';
import { settingSection } from './settingSection.ts';

/** docs/configuration.md: every setting, from the table that the server itself reads. */
export function configurationPage(): string {
  const lines = [
    '# Configuration',
    '',
    '<!-- Made from packages/server/src/configuration/configuration.ts by `npm run docs`. -->',
    '',
    'Cardea runs without any setting. Each one below can be an environment variable, or an entry of one JSON file:',
    '`cardea.json` in the working directory, or another that `npm start -- --config FILE` names. The environment wins',
    'over the file, the file over the default. An empty variable counts as not set. A name in the file that is not a',
    'setting, or a value that does not fit, stops the start with a sentence that says which, where and why.',
    '',
    '```sh',
    'PORT=9000 REGISTRATION=closed npm start',
    '```',
    '',
    '```json',
    '{ "port": 9000, "registration": "closed", "allowedOrigins": ["https://intranet.example"] }',
    '```',
    '',
    'Relative paths are taken from the working directory, which for `npm start` is the repository.',
    '',
    '| Environment | In the file | Default |',
    '| --- | --- | --- |',
  ];
  for (const name of settingNames) {
    const setting: Setting<unknown> = settings[name];
    lines.push(
      `| [\`${setting.env}\`](#${setting.env.toLowerCase()}) | \`${name}\` | ${defaultTextOf(setting)} |`,
    );
  }
  for (const name of settingNames) lines.push('', ...settingSection(settings[name].env, settings[name]));
  return `${lines.join('\n')}\n`;
}
