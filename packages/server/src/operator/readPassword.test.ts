import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readPassword } from './readPassword.ts';

describe('a password from a pipe', () => {
  it.each([
    ['secret words\nmore\n', 'secret words'],
    ['secret\r\n', 'secret'],
    ['  spaces count ', '  spaces count '],
    ['', ''],
  ])('%j is the first line, as it is', async (text, expected) => {
    const input = new PassThrough();
    input.end(text);
    expect(await readPassword(input, () => undefined)).toBe(expected);
  });

  it('needs no end of the pipe, and is not read without bound', async () => {
    const open = new PassThrough();
    open.write('in por');
    open.write('tions\n');
    expect(await readPassword(open, () => undefined)).toBe('in portions');
    const endless = new PassThrough();
    endless.write('x'.repeat(5_000));
    expect((await readPassword(endless, () => undefined)).length).toBe(5_000);
  });
});

describe('a password typed at a terminal', () => {
  function terminal(...keys: string[]) {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    let said = '';
    const result = readPassword(input, (text) => {
      said += text;
      // Typed when it is asked for.
      if (text.endsWith(': ')) input.write(keys.shift() ?? '');
    });
    return { result, said: () => said };
  }

  it('is asked for twice and never shown', async () => {
    const { result, said } = terminal('secrex\u007ft words\r', 'secret words\r');
    expect(await result).toBe('secret words');
    expect(said()).toBe('Password: \nOnce more: \n');
  });

  it('is refused when the two differ', async () => {
    await expect(terminal('secret words\r', 'secret world\r').result).rejects.toThrow('differ');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is given up with %s', async (_key, code) => {
    await expect(terminal(code).result).rejects.toThrow('nothing was changed');
  });
});
