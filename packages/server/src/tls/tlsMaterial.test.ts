import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../configuration/configurationError.ts';
import { openAuthority } from './certificateAuthority.ts';
import { serverCertificate } from './serverCertificate.ts';
import { prepareTls, type Machine, type TlsMaterial, type TlsSettings } from './tlsMaterial.ts';

const day = 24 * 60 * 60 * 1000;
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'cardea-tls-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

function settings(overrides: Partial<TlsSettings> = {}): TlsSettings {
  return {
    dataDir,
    host: '0.0.0.0',
    httpsPort: 8443,
    publicUrl: null,
    tlsCert: null,
    tlsKey: null,
    ...overrides,
  };
}

function machine(overrides: { address?: string; hostname?: string; now?: number } = {}): Machine {
  const { address = '192.168.1.20', hostname = 'Attic', now = Date.now() } = overrides;
  const info = { address, netmask: '', mac: '', cidr: null, internal: false, family: 'IPv4' as const };
  return { hostname, interfaces: { eth0: [info] }, now };
}

async function prepared(tlsSettings = settings(), on = machine()): Promise<TlsMaterial> {
  const material = await prepareTls(tlsSettings, on);
  if (material === null) throw new Error('HTTPS is off');
  return material;
}

/** Asks a server with this material for a page, as a device that trusts `ca` and believes to talk to `servername`. */
async function ask(material: TlsMaterial, ca: string, servername: string): Promise<string> {
  const server = https.createServer({ cert: material.cert, key: material.key }, (_request, response) => {
    response.end('hello');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await new Promise((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      https
        .get({ host: '127.0.0.1', port, ca, servername, agent: false }, (response) => {
          response.setEncoding('utf8').on('data', resolve);
        })
        .on('error', reject);
    });
  } finally {
    server.close();
  }
}

describe('the local authority', () => {
  it('is trusted by a device that has installed it, for the names and the address of this machine', async () => {
    const material = await prepared();
    const ca = material.caCertificate ?? '';
    await expect(ask(material, ca, 'localhost')).resolves.toBe('hello');
    await expect(ask(material, ca, 'attic')).resolves.toBe('hello');
    await expect(ask(material, ca, 'attic.local')).resolves.toBe('hello');
    const certificate = new X509Certificate(material.cert);
    expect(certificate.checkIP('192.168.1.20')).toBe('192.168.1.20');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  });

  it('is not trusted by a device that has not, nor for another name', async () => {
    const material = await prepared();
    await expect(ask(material, '', 'localhost')).rejects.toThrow();
    await expect(ask(material, material.caCertificate ?? '', 'bank.example')).rejects.toThrow(/altnames/);
  });

  it('cannot vouch for a name of the public DNS, even with its key', async () => {
    const material = await prepared();
    const authority = await openAuthority(path.join(dataDir, 'tls'), 'attic', Date.now());
    const stolen = { ...authority, domains: ['bank.example'] };
    const elsewhere = path.join(dataDir, 'elsewhere');
    const forged = await serverCertificate(elsewhere, stolen, ['bank.example'], Date.now());
    expect(new X509Certificate(forged.cert).checkHost('bank.example')).toBe('bank.example');
    await expect(
      ask({ ...material, ...forged }, material.caCertificate ?? '', 'bank.example'),
    ).rejects.toThrow(/permitted subtree/);
  });

  it('keeps its keys to itself', async () => {
    await prepared();
    for (const key of ['ca.key', 'server.key']) {
      expect((await stat(path.join(dataDir, 'tls', key))).mode & 0o777).toBe(0o600);
    }
  });

  it('gives the same certificate again while nothing has changed', async () => {
    expect(await prepared()).toEqual(await prepared());
  });

  it('certifies a new address anew and stays the authority that devices have installed', async () => {
    const before = await prepared();
    const after = await prepared(settings(), machine({ address: '10.0.0.7' }));
    expect(after.caCertificate).toBe(before.caCertificate);
    expect(new X509Certificate(after.cert).checkIP('10.0.0.7')).toBe('10.0.0.7');
    await expect(ask(after, before.caCertificate ?? '', 'localhost')).resolves.toBe('hello');
  });

  it('leaves out a new host name that it may not vouch for', async () => {
    await prepared();
    const after = await prepared(settings(), machine({ hostname: 'cellar' }));
    expect(new X509Certificate(after.cert).subjectAltName).toContain('DNS:cellar.local');
    expect(new X509Certificate(after.cert).checkHost('cellar')).toBeUndefined();
  });

  it('serves a host whose name is not one of the DNS', async () => {
    const material = await prepared(settings(), machine({ hostname: 'Ana’s MacBook' }));
    await expect(ask(material, material.caCertificate ?? '', 'localhost')).resolves.toBe('hello');
  });

  it('renews a certificate with less than 30 days left, and not before', async () => {
    const now = Date.now();
    const first = await prepared(settings(), machine({ now }));
    expect((await prepared(settings(), machine({ now: now + 365 * day }))).cert).toBe(first.cert);
    expect((await prepared(settings(), machine({ now: now + 367 * day }))).cert).not.toBe(first.cert);
  });

  it('makes a damaged server certificate anew, and refuses to replace itself', async () => {
    const first = await prepared();
    await writeFile(path.join(dataDir, 'tls', 'server.crt'), 'damaged');
    expect((await prepared()).caCertificate).toBe(first.caCertificate);
    const other = await mkdtemp(path.join(os.tmpdir(), 'cardea-tls-'));
    await prepared(settings({ dataDir: other }));
    await writeFile(path.join(dataDir, 'tls', 'ca.key'), await readFile(path.join(other, 'tls', 'ca.key')));
    await rm(other, { recursive: true });
    await expect(prepared()).rejects.toThrow(/do not belong together/);
  });
});

describe('the addresses for other devices', () => {
  it.each([
    ['0.0.0.0', ['https://192.168.1.20:8443']],
    ['::', ['https://192.168.1.20:8443']],
    ['192.168.1.20', ['https://192.168.1.20:8443']],
    ['127.0.0.1', []],
    ['::1', []],
    ['localhost', []],
    ['attic.lan', ['https://attic.lan:8443']],
  ])('on HOST=%s are %j', async (host, urls) => {
    expect((await prepared(settings({ host }))).lanUrls).toEqual(urls);
  });

  it('begin with the public address and leave out the usual port', async () => {
    const { lanUrls } = await prepared(settings({ publicUrl: 'https://calls.example', httpsPort: 443 }));
    expect(lanUrls).toEqual(['https://calls.example', 'https://192.168.1.20']);
  });
});

describe('a certificate of the operator', () => {
  const file = (name: string): string => path.join(dataDir, 'tls', name);

  it('is used as it is, and there is nothing to install', async () => {
    const own = await prepared();
    const given = await prepared(settings({ tlsCert: file('server.crt'), tlsKey: file('server.key') }));
    expect(given).toMatchObject({ cert: own.cert, key: own.key, caCertificate: null });
    expect(given.lanUrls).toContain('https://attic:8443');
    await expect(ask(given, own.caCertificate ?? '', 'attic')).resolves.toBe('hello');
  });

  it.each([
    ['is missing', 'missing.crt', 'server.key', /TLS_CERT cannot be read/],
    ['is no certificate', 'server.key', 'server.key', /TLS_CERT .* does not hold a certificate/],
    ['has no key', 'server.crt', 'server.crt', /TLS_KEY .* does not hold a private key/],
    ['has the key of another', 'server.crt', 'ca.key', /is not the key of TLS_CERT/],
  ])('is refused in one sentence when it %s', async (_case, cert, key, message) => {
    await prepared();
    const refused = prepared(settings({ tlsCert: file(cert), tlsKey: file(key) }));
    await expect(refused).rejects.toThrow(ConfigurationError);
    await expect(refused).rejects.toThrow(message);
  });

  it('is refused when it has expired', async () => {
    await prepared();
    const later = machine({ now: Date.now() + 500 * day });
    await expect(
      prepared(settings({ tlsCert: file('server.crt'), tlsKey: file('server.key') }), later),
    ).rejects.toThrow(/has expired/);
  });
});

describe('HTTPS_PORT=off', () => {
  it('makes no certificate', async () => {
    expect(await prepareTls(settings({ httpsPort: null }))).toBeNull();
    await expect(stat(path.join(dataDir, 'tls'))).rejects.toThrow();
  });
});
