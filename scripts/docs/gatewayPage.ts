import { defaultTextOf, type Setting } from '@cardea/settings';
import { settingNames, settings } from '../../packages/gateway/src/configuration/settings.ts';
import { settingSection } from './settingSection.ts';

/** docs/gateway.md: every setting of `npm run gateway`, from the table that it reads itself. */
export function gatewayPage(): string {
  const lines = [
    '# The gateway alone',
    '',
    '<!-- Made from packages/gateway/src/configuration/settings.ts by `npm run docs`. -->',
    '',
    '`npm run gateway` starts the media gateway without the app, in the place of Janus: the same ports, paths and',
    'requests. Each setting below can be a flag or an environment variable; the flag wins. An empty variable counts as',
    'not set. A value that does not fit stops the start with a sentence that says which and why.',
    '',
    '```sh',
    'npm run gateway -- --http-port 8088 --admin-secret "$SECRET" --plugin ./examples/plugins/greeter.ts',
    '```',
    '',
    'Secrets belong into the environment: flags can be read by everybody on the machine.',
    '',
    '| Flag | Environment | Default |',
    '| --- | --- | --- |',
  ];
  for (const name of settingNames) {
    const setting: Setting<unknown> = settings[name];
    lines.push(`| [\`--${name}\`](#--${name}) | \`${setting.env}\` | ${defaultTextOf(setting)} |`);
  }
  for (const name of settingNames) lines.push('', ...settingSection(`--${name}`, settings[name]));
  return `${lines.join('\n')}\n`;
}
