import * as x509 from '@peculiar/x509';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import path from 'node:path';
import {
  backdated,
  keyAlgorithm,
  newSerialNumber,
  type CertificateAuthority,
} from './certificateAuthority.ts';
import { readIfThere, toPem, writeWhole } from './pemFiles.ts';

/** Certificate and key as PEM, for `node:https`. */
export interface CertifiedKey {
  cert: string;
  key: string;
}

const day = 24 * 60 * 60 * 1000;
/** Browsers refuse more than 398 days (CA/Browser Forum Baseline Requirements, section 6.3.2). */
const validDays = 397;
const renewDaysBefore = 30;

/**
 * The certificate of this server for its names and addresses, signed by the local authority: the one on disk
 * while it covers them all and has 30 days left, else a new one. The authority stays, so nothing has to be
 * installed again.
 * @param names host names and IP addresses; names that the authority may not vouch for are left out
 * @param now milliseconds since 1970
 */
export async function serverCertificate(
  folder: string,
  authority: CertificateAuthority,
  names: readonly string[],
  now: number,
): Promise<CertifiedKey> {
  const certificateFile = path.join(folder, 'server.crt');
  const keyFile = path.join(folder, 'server.key');
  const wanted = names.filter(
    (name) => isIP(name) !== 0 || authority.domains.some((domain) => isWithin(name, domain)),
  );
  const [cert, key] = await Promise.all([readIfThere(certificateFile), readIfThere(keyFile)]);
  if (cert !== null && key !== null && isGood(cert, key, authority, wanted, now)) return { cert, key };
  const issued = await issue(authority, wanted, now);
  await writeWhole(keyFile, issued.key, 0o600);
  await writeWhole(certificateFile, issued.cert, 0o644);
  return issued;
}

function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

function isGood(
  cert: string,
  key: string,
  authority: CertificateAuthority,
  names: readonly string[],
  now: number,
): boolean {
  try {
    const certificate = new X509Certificate(cert);
    return (
      Date.parse(certificate.validTo) - now > renewDaysBefore * day &&
      certificate.checkPrivateKey(createPrivateKey(key)) &&
      certificate.verify(new X509Certificate(authority.certificatePem).publicKey) &&
      names.every((name) =>
        isIP(name) === 0
          ? certificate.checkHost(name) !== undefined
          : certificate.checkIP(name) !== undefined,
      )
    );
  } catch {
    // Damaged files are replaced like outdated ones: nobody but this server relies on them.
    return false;
  }
}

async function issue(
  authority: CertificateAuthority,
  names: readonly string[],
  now: number,
): Promise<CertifiedKey> {
  const keys = await crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject: [{ CN: ['Cardea'] }],
    issuer: authority.certificate.subject,
    notBefore: new Date(now - backdated),
    notAfter: new Date(now + validDays * day - backdated),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: keyAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
    ],
  });
  return {
    cert: toPem('CERTIFICATE', certificate.rawData),
    key: toPem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
  };
}
