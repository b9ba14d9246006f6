import { defaultTextOf, type Setting } from '@cardea/settings';
import { settingNames, settings } from './settings.ts';

/** What `--help` writes. */
export function helpText(): string {
  const lines = ['Usage: npm run gateway -- [--FLAG VALUE]…', ''];
  for (const name of settingNames) {
    const setting: Setting<unknown> = settings[name];
    lines.push(`  --${name}, ${setting.env}`, `      ${setting.doc}`);
    lines.push(`      ${capital(setting.kind.expects)}. Default: ${defaultTextOf(setting)}.`);
  }
  return `${lines.join('\n')}\n`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
