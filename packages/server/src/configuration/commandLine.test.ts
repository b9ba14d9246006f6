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

  it('takes what an operator wants done with accounts', () => {
    const account = (...words: string[]) => parseCommandLine(['account', ...words]);
    expect(account('list')).toEqual({ action: 'account', configFile: null, command: { does: 'list' } });
    expect(account('add', 'Ann', ' Lee ', '-c', 'a.json')).toEqual({
      action: 'account',
      configFile: 'a.json',
      command: { does: 'add', name: 'Ann Lee' },
    });
    expect(account('set-password', 'Ann')).toMatchObject({ command: { does: 'set-password', name: 'Ann' } });
    expect(account('remove', 'Ann')).toMatchObject({ command: { does: 'remove', name: 'Ann' } });
  });

  it.each([
    [['--prot', '1']],
    [['file']],
    [['--config']],
    [['--config', '']],
    [['account']],
    [['account', 'ad', 'Ann']],
    [['account', 'add']],
    [['account', 'add', 'a'.repeat(41)]],
    [['account', 'add', 'a\u202Eb']],
    [['account', 'list', 'Ann']],
    [['account', 'add', 'Ann', '--password', 'secret']],
  ])('refuses %j', (argv) => {
    expect(() => parseCommandLine(argv)).toThrow(ConfigurationError);
  });

  it('names every setting in the help', () => {
    const help = helpText();
    for (const { env } of Object.values(settings)) expect(help).toContain(`  ${env} (`);
  });
});
