import { defaultTextOf, type Setting } from '@cardea/settings';
import { settings } from './configuration.ts';
import { settingNames } from './loadConfiguration.ts';

/** What `--help` prints: the arguments and every setting. */
export function helpText(): string {
  const lines = [
    'Cardea: calling of your own.',
    '',
    'Usage: npm start -- [--config FILE] [--help] [--version]',
    '       npm run account -- add NAME | set-password NAME | remove NAME | list [--config FILE]',
    '',
    'Accounts can be made, given a new password and removed also while the server runs and whatever REGISTRATION',
    'says. The password is asked for, or read from standard input.',
    '',
    'Settings come from the environment, for example PORT=9000 npm start, else from FILE (or cardea.json in the',
    'working directory), else from their defaults. FILE is JSON and uses the names in brackets:',
    '{ "port": 9000, "registration": "closed" }',
    '',
  ];
  for (const name of settingNames) {
    const setting: Setting<unknown> = settings[name];
    lines.push(
      `  ${setting.env} ("${name}", default: ${defaultTextOf(setting)})`,
      ...wrap(setting.doc, 100).map((line) => `      ${line}`),
      `      Must be ${setting.kind.expects}.`,
      '',
    );
  }
  return lines.join('\n');
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
