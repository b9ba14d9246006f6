import { describe, expect, it } from 'vitest';
import { helpText } from './helpText.ts';
import { loadSettings } from './loadSettings.ts';
import { settingNames, settings } from './settings.ts';

describe('settings', () => {
  it('have the ports and paths of Janus when nothing is set', () => {
    expect(loadSettings([], {})).toMatchObject({
      'http-port': 8088,
      'base-path': '/janus',
      'websocket-port': 8188,
      'admin-http-port': 7088,
      'admin-base-path': '/admin',
      'admin-websocket-port': 7188,
      'admin-secret': null,
      'session-timeout': 60,
    });
  });

  it('come from flags, then from the environment, in which an empty variable is none', () => {
    const env = {
      CARDEA_GATEWAY_HTTP_PORT: '1',
      CARDEA_GATEWAY_WEBSOCKET_PORT: '2',
      CARDEA_GATEWAY_HOST: '',
    };
    expect(loadSettings(['--http-port', '3'], env)).toMatchObject({
      'http-port': 3,
      'websocket-port': 2,
      host: '0.0.0.0',
    });
  });

  it('may be lists, by commas or by repeated flags', () => {
    expect(loadSettings(['--plugin', 'a.ts', '--plugin', 'b.ts'], {})).toMatchObject({
      plugin: ['a.ts', 'b.ts'],
    });
    const env = { CARDEA_GATEWAY_PLUGINS: 'a.ts, b.ts', CARDEA_GATEWAY_EVENT_HTTP_EVENTS: 'sessions,core' };
    expect(loadSettings([], env)).toMatchObject({ plugin: ['a.ts', 'b.ts'], 'event-http-events': 257 });
  });

  it.each([
    [['--http-port', 'x'], '--http-port must be a whole number from 0 to 65535, not "x".'],
    [['--rtp-port-range', '5000-4000'], '--rtp-port-range must be a range of ports like 40000-40999'],
    [['--base-path', '/a/b'], '--base-path must be a path of one part, like /janus, not "/a/b".'],
    [
      ['--event-http-url', 'ftp://x'],
      '--event-http-url must be an address that begins with http:// or https://',
    ],
    [['--event-http-events', 'nope'], '--event-http-events must be a comma-separated list of all, sessions'],
    [['--nope'], "Unknown option '--nope'"],
  ])('that do not fit are refused with a sentence: %j', (argv, sentence) => {
    expect(() => loadSettings(argv, {})).toThrow(sentence);
  });

  it('name a variable that does not fit, and do not repeat a secret', () => {
    expect(() => loadSettings([], { CARDEA_GATEWAY_HTTP_PORT: '70000' })).toThrow(
      /^CARDEA_GATEWAY_HTTP_PORT must be/,
    );
    const long = 'k'.repeat(5000);
    expect(() => loadSettings([], { CARDEA_GATEWAY_API_SECRET: long })).toThrow(/must be a secret\.$/);
  });

  it('are all in the help, and each example fits', () => {
    for (const name of settingNames) {
      expect(helpText()).toContain(`--${name}, ${settings[name].env}\n`);
      const { example, env } = settings[name];
      expect(() => loadSettings([], { [env]: example })).not.toThrow();
    }
    expect(loadSettings(['--help'], {})).toBe('help');
  });
});
