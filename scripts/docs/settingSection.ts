import { defaultTextOf, type Setting } from '@cardea/settings';

/** What a page of documentation says of one setting. */
export function settingSection(heading: string, setting: Setting<unknown>): string[] {
  return [
    `## ${heading}`,
    '',
    setting.doc,
    '',
    `Must be ${setting.kind.expects}. Default: ${defaultTextOf(setting)}. Example:`,
    '',
    '```sh',
    `${setting.env}=${setting.example}`,
    '```',
  ];
}
