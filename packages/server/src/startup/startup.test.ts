import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../configuration/configurationError.ts';
import { announcement } from './announcement.ts';
import { startFailure } from './startFailure.ts';
import { stopOnSignal } from './stopOnSignal.ts';

describe('what is printed at the start', () => {
  it('names this machine, the other addresses with the best first, and draws the best', async () => {
    const text = await announcement({
      httpPort: 8080,
      publicUrl: null,
      tls: { caCertificate: null, lanUrls: ['https://192.168.1.20:8443', 'https://10.0.0.7:8443'] },
      terminal: false,
    });
    expect(text).toMatch(/On this machine {4}http:\/\/localhost:8080\n/);
    expect(text).toMatch(
      /On other devices {3}https:\/\/192\.168\.1\.20:8443\n {21}https:\/\/10\.0\.0\.7:8443\n/,
    );
    expect(text).toMatch(/[▀▄█]{10}/);
    expect(text).not.toContain('ca.crt');
  });

  it('gives the public address where a proxy does HTTPS', async () => {
    const text = await announcement({
      httpPort: 1,
      publicUrl: 'https://calls.example',
      tls: null,
      terminal: true,
    });
    expect(text).toContain('https://calls.example\n');
    expect(text).toContain('\u001b[30;47m');
  });

  it('says why there is nothing for other devices', async () => {
    expect(await announcement({ httpPort: 1, publicUrl: null, tls: null, terminal: false })).toContain(
      'HTTPS is off',
    );
    const alone = { caCertificate: null, lanUrls: [] };
    expect(await announcement({ httpPort: 1, publicUrl: null, tls: alone, terminal: false })).toContain(
      'in no network',
    );
  });
});

describe('a start that fails', () => {
  const configuration = { host: '0.0.0.0', port: 8080, httpsPort: 8443 };
  const listenError = (code: string, port?: number): Error =>
    Object.assign(new Error(code), { code, syscall: 'listen', ...(port !== undefined && { port }) });

  it('is one sentence that names the setting to change', () => {
    expect(startFailure(new ConfigurationError('PORT is wrong'), null)).toBe('PORT is wrong.');
    expect(startFailure(listenError('EADDRINUSE', 8080), configuration)).toMatch(
      /^Port 8080 is in use .* PORT=9080/,
    );
    expect(startFailure(listenError('EADDRINUSE', 8443), configuration)).toMatch(
      /^Port 8443 .* HTTPS_PORT=9443/,
    );
    expect(startFailure(listenError('EACCES', 80), { ...configuration, port: 80 })).toContain('PORT=8080');
    expect(startFailure(listenError('EADDRNOTAVAIL', 8080), configuration)).toMatch(/^HOST is 0\.0\.0\.0/);
  });

  it('shows the whole error when it is a fault', () => {
    expect(startFailure(new TypeError('oops'), configuration)).toMatch(/TypeError: oops\n\s+at /);
  });
});

describe('signals', () => {
  function stopping(close: () => Promise<void>) {
    const signals = new EventEmitter();
    const exits: number[] = [];
    const said: string[] = [];
    let time = 0;
    let onExit: () => void = () => undefined;
    const exited = new Promise<void>((resolve) => (onExit = resolve));
    stopOnSignal(signals, {
      close,
      exit: (code) => {
        exits.push(code);
        onExit();
      },
      say: (text) => said.push(text),
      now: () => time,
    });
    return { signals, exits, said, exited, pass: (milliseconds: number) => (time += milliseconds) };
  }

  it('close everything before the process ends', async () => {
    let closed = false;
    const { signals, exits, exited } = stopping(async () => {
      await Promise.resolve();
      closed = true;
    });
    signals.emit('SIGTERM');
    await exited;
    expect([closed, exits]).toEqual([true, [0]]);
  });

  it('end the process at once the second time, but not when one press arrives twice', () => {
    const { signals, exits, pass } = stopping(() => new Promise(() => undefined));
    signals.emit('SIGINT');
    pass(20);
    signals.emit('SIGINT');
    expect(exits).toEqual([]);
    pass(1000);
    signals.emit('SIGINT');
    expect(exits).toEqual([1]);
  });

  it('are answered with a failure when closing fails, and with why', async () => {
    const { signals, exits, said, exited } = stopping(() => Promise.reject(new Error('stuck')));
    signals.emit('SIGINT');
    await exited;
    expect(exits).toEqual([1]);
    expect(said.at(-1)).toContain('stuck');
  });
});
