import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/** A certificate for DTLS (RFC 8827 6.5), PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1_000;

/** One that nobody has signed but its own key: what identifies it is its fingerprint in the description. */
export async function createCertificate(): Promise<Certificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    keys,
    name: 'CN=Cardea',
    // Nobody looks at these, and clocks differ.
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 3_650 * day),
    signingAlgorithm: algorithm,
  });
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: made.toString('pem'),
    key: x509.PemConverter.encode(key, x509.PemConverter.PrivateKeyTag),
  };
}
