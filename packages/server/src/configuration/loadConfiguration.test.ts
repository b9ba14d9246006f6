import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settings } from './configuration.ts';
import { ConfigurationError } from './configurationError.ts';
import { loadConfiguration, settingNames } from './loadConfiguration.ts';
import { testConfiguration } from './testConfiguration.ts';

function load(env: Record<string, string>, file?: unknown, configFile: string | null = null) {
  return loadConfiguration({
    env,
    configFile,
    cwd: '/srv',
    readFile: (name) => {
      if (name !== path.join('/srv', configFile ?? 'cardea.json') || file === undefined) return null;
      return typeof file === 'string' ? file : JSON.stringify(file);
    },
  });
}

function refusal(env: Record<string, string>, file?: unknown, configFile: string | null = null): string {
  try {
    load(env, file, configFile);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).message;
  }
  throw new Error('it was accepted');
}

describe('where settings come from', () => {
  it('starts without any setting', () => {
    expect(load({})).toMatchObject({
      port: 8080,
      httpsPort: 8443,
      dataDir: '/srv/data',
      turnUrls: [],
      stunUrls: [],
      registration: 'open',
    });
  });

  it('takes the environment over the file, and the file over the defaults', () => {
    const file = { port: 1000, ringSeconds: 20 };
    expect(load({ PORT: '2000' }, file)).toMatchObject({ port: 2000, ringSeconds: 20, connectSeconds: 30 });
  });

  it('takes an empty variable as not set, as docker compose passes it', () => {
    expect(load({ PORT: '', REDIS_URL: '' })).toMatchObject({ port: 8080, redisUrl: null });
  });

  it('reads the file that --config names and says so when there is none', () => {
    expect(load({}, { port: 1 }, 'my.json').port).toBe(1);
    expect(refusal({}, undefined, 'my.json')).toContain('/srv/my.json');
  });

  it('takes relative paths from the working directory', () => {
    expect(load({ DATA_DIR: 'here', WEB_ROOT: '/app' })).toMatchObject({
      dataDir: '/srv/here',
      webRoot: '/app',
    });
  });

  it('refuses a name in the file that it does not know, and guesses what was meant', () => {
    expect(refusal({}, { prot: 1 })).toBe(
      '"prot" in /srv/cardea.json is not a setting; see --help for all names',
    );
    expect(refusal({}, { TURN_URLS: [] })).toContain('did you mean "turnUrls"?');
    expect(refusal({}, '{"__proto__": 1}')).toContain('__proto__');
  });

  it('refuses a file that is not one JSON object', () => {
    expect(refusal({}, '{')).toContain('is not JSON');
    expect(refusal({}, [])).toContain('one object');
  });
});

describe('what settings accept', () => {
  it('reads numbers, switches and lists as the environment and as JSON write them', () => {
    const wanted = { port: 1, relayOnly: true, allowedOrigins: ['https://a.example', 'http://b.example:81'] };
    const relay = { turnUrls: ['turn:t.example'], turnSecret: 'x'.repeat(16) };
    const env = { PORT: '1', RELAY_ONLY: 'true', ALLOWED_ORIGINS: 'https://a.example/, http://b.example:81' };
    expect(load({ ...env, TURN_URLS: 'turn:t.example', TURN_SECRET: 'x'.repeat(16) })).toMatchObject(wanted);
    expect(load({}, { ...wanted, ...relay })).toMatchObject(wanted);
  });

  it.each(['off', '0', 'OFF'])('switches HTTPS off with %s', (value) => {
    expect(load({ HTTPS_PORT: value }).httpsPort).toBeNull();
  });

  it.each([
    ['true', true],
    ['false', false],
    ['loopback', 'loopback'],
    ['10.0.0.0/8, ::1', '10.0.0.0/8,::1'],
  ])('takes TRUST_PROXY=%s', (value, wanted) => {
    expect(load({ TRUST_PROXY: value }).trustProxy).toBe(wanted);
  });

  it.each([
    ['PORT', '80800'],
    ['PORT', '-1'],
    ['PORT', '8080.5'],
    ['PORT', '0x50'],
    ['HTTPS_PORT', 'yes'],
    ['RELAY_ONLY', 'perhaps'],
    ['REGISTRATION', 'opened'],
    ['LOG_LEVEL', 'loud'],
    ['RING_SECONDS', '0'],
    ['RATE_LIMIT_FACTOR', '0'],
    ['TURN_TTL_SECONDS', '5'],
    ['DATABASE_URL', 'mysql://db'],
    ['REDIS_URL', 'localhost:6379'],
    ['PUBLIC_URL', 'calls.example'],
    ['PUBLIC_URL', 'https://calls.example/path'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['ALLOWED_ORIGINS', '*'],
    ['ALLOWED_ORIGINS', 'null'],
    ['ALLOWED_ORIGINS', 'https://a.example,b.example'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['TRUST_PROXY', 'proxy.example'],
    ['TURN_URLS', 'stun:t.example'],
    ['TURN_URLS', 'turn:t.example?transport=sctp'],
    ['STUN_URLS', 'turn:t.example'],
  ])('refuses %s=%s', (name, value) => {
    expect(refusal({ [name]: value })).toContain(name);
  });

  it('says which setting, where it came from, what was wrong, and an example', () => {
    expect(refusal({ PORT: 'http' })).toBe(
      'PORT in the environment is "http" but must be a whole number from 0 to 65535, for example PORT=8080',
    );
    expect(refusal({}, { logLevel: 3 })).toMatch(
      /^"logLevel" in \/srv\/cardea\.json is 3 but must be one of /,
    );
  });

  it('accepts every example of its own documentation', () => {
    for (const name of settingNames) {
      const { kind, example } = settings[name];
      expect(kind.schema.safeParse(example).success, `${name}: ${example}`).toBe(true);
    }
  });

  it('either accepts a value or refuses it in one sentence, whatever it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...settingNames), fc.anything(), (name, value) => {
        try {
          load({}, { [name]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
        }
      }),
    );
  });
});

describe('settings that belong together', () => {
  const secret = 'kQ3v9ZtWm2Lr8sXa';

  it('wants certificate and key together', () => {
    expect(refusal({ TLS_CERT: 'a.pem' })).toMatch(/^TLS_CERT in the environment needs TLS_KEY too/);
    expect(refusal({}, { tlsKey: 'a.pem' })).toMatch(/^"tlsKey" in .* needs TLS_CERT too/);
  });

  it('wants a secret for relays, and not a weak one', () => {
    expect(refusal({ TURN_URLS: 'turn:t.example' })).toContain('needs TURN_SECRET too');
    expect(refusal({ TURN_URLS: 'turn:t.example', TURN_SECRET: 'short' })).toContain(
      'at least 16 characters',
    );
  });

  it('wants a bucket, its key and the secret of that together', () => {
    const s3 = { S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' };
    expect(load(s3)).toMatchObject({ s3Bucket: 'files', s3Region: 'us-east-1', s3Endpoint: null });
    expect(refusal({ S3_BUCKET: 'files' })).toContain('S3_BUCKET in the environment needs S3_ACCESS_KEY_ID');
    expect(refusal({ ...s3, S3_SECRET_ACCESS_KEY: '' })).toContain('needs S3_SECRET_ACCESS_KEY');
    expect(refusal({ S3_ENDPOINT: 'https://s3.example' })).toContain('needs S3_BUCKET');
  });

  it('wants relays where nothing else is to be used', () => {
    expect(load({ RELAY_ONLY: 'true' }).relayOnly).toBe(true);
    expect(refusal({ RELAY_ONLY: 'true', GATEWAY: 'false' })).toContain('needs TURN_URLS too');
    expect(load({ RELAY_ONLY: 'true', TURN_URLS: 'turn:t.example', TURN_SECRET: secret }).relayOnly).toBe(
      true,
    );
  });

  it('never repeats a secret', () => {
    expect(refusal({ TURN_SECRET: 'hunter2' })).not.toContain('hunter2');
    expect(refusal({ DATABASE_URL: 'mysql://me:hunter2@db' })).not.toContain('hunter2');
  });
});

describe('the configuration of tests', () => {
  it('listens on loopback and on any free port', () => {
    expect(testConfiguration('/tmp/x', { ringSeconds: 1 })).toMatchObject({
      host: '127.0.0.1',
      port: 0,
      httpsPort: null,
      dataDir: '/tmp/x',
      ringSeconds: 1,
    });
  });
});
