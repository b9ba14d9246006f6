import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './commandLine.ts';
import { settings } from './configuration.ts';
import { ConfigurationError } from './configurationError.ts';
import { helpText } from './helpText.ts';

describe('the command line', () => {
  it('starts without arguments and with a file', () => {
    expect(parseCommandLine([])).toEqual({ action: 'start', configFile: null });
    expect(parseCommandLine(['--config', 'a.json'])).toEqual({ action: 'start', configFile: 'a.json' });
    expect(parseCommandLine(['-c', 'a.json'])).toEqual({ action: 'start', configFile: 'a.json' });
  });

  it('gives help and version, whatever else is asked', () => {
    expect(parseCommandLine(['--help', '--config', 'a.json'])).toEqual({ action: 'help' });
    expect(parseCommandLine(['-v'])).toEqual({ action: 'version' });
  });

  it.each([[['--prot', '1']], [['file']], [['--config']], [['--config', '']]])('refuses %j', (argv) => {
    expect(() => parseCommandLine(argv)).toThrow(ConfigurationError);
  });

  it('names every setting in the help', () => {
    const help = helpText();
    for (const { env } of Object.values(settings)) expect(help).toContain(`  ${env} (`);
  });
});
