import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { connect, createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { createCertificate } from './certificate.ts';

it('signs itself, and is no other’s', () => {
  const [one, other] = [createCertificate(), createCertificate()];
  const read = new X509Certificate(one.certificate);
  expect(read.subject).toBe('CN=Cardea');
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(createPrivateKey(one.key))).toBe(true);
  expect(new Date(read.validFrom).getTime()).toBeLessThan(Date.now());
  expect(new Date(read.validTo).getUTCFullYear()).toBe(9_999);
  expect(read.serialNumber).toMatch(/^40[0-9A-F]{16}$/);
  expect(new X509Certificate(other.certificate).verify(read.publicKey)).toBe(false);
});

it('is taken by TLS, byte by byte', async () => {
  const { certificate, key } = createCertificate();
  const server = createServer({ cert: certificate, key }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { raw } = socket.getPeerCertificate();
  const fingerprint = createHash('sha256').update(raw).digest('hex');
  expect(new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase()).toBe(fingerprint);
  socket.destroy();
  server.close();
});
