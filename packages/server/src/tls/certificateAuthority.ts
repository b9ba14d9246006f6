import 'reflect-metadata';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import path from 'node:path';
import { isDnsName } from './dnsNames.ts';
import { readIfThere, toPem, writeWhole } from './pemFiles.ts';

/**
 * The certificate authority of one installation. It lives in `DATA_DIR/tls`, is made on first start, and is
 * installed by hand on the devices of one network, so its key is as precious as those devices.
 * For that reason it may vouch only for names that exist inside a network (RFC 5280 section 4.2.1.10): should the
 * key be stolen, it is of no use against anybody's bank.
 */
export interface CertificateAuthority {
  readonly certificate: x509.X509Certificate;
  /** PEM. */
  readonly certificatePem: string;
  readonly key: CryptoKey;
  /** DNS names it may vouch for; each covers the names below it. */
  readonly domains: readonly string[];
}

export type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** EC P-256: accepted by every browser, and quick to make on small machines. */
export const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const day = 24 * 60 * 60 * 1000;
const validDays = 3_650;
/** The clock of a phone may be behind. */
export const backdated = day;

/** Suffixes that the public DNS does not have: RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`, and usual routers'. */
const localDomains = ['localhost', 'local', 'home.arpa', 'internal', 'lan', 'home', 'fritz.box'];

/**
 * Opens the authority in a folder, or makes one.
 * @param hostname of this machine, which it may vouch for as well
 * @param now milliseconds since 1970
 * @throws if there is one that cannot be used; it is never replaced silently, since devices trust it
 */
export async function openAuthority(
  folder: string,
  hostname: string,
  now: number,
): Promise<CertificateAuthority> {
  const certificateFile = path.join(folder, 'ca.crt');
  const keyFile = path.join(folder, 'ca.key');
  const [certificatePem, keyPem] = await Promise.all([readIfThere(certificateFile), readIfThere(keyFile)]);
  if (certificatePem !== null && keyPem !== null) return load(certificatePem, keyPem, folder, now);
  const made = await make(hostname, now);
  await writeWhole(keyFile, made.keyPem, 0o600);
  await writeWhole(certificateFile, made.certificatePem, 0o644);
  return load(made.certificatePem, made.keyPem, folder, now);
}

async function load(
  certificatePem: string,
  keyPem: string,
  folder: string,
  now: number,
): Promise<CertificateAuthority> {
  const repair = `Remove the folder ${folder} to make a new one, and install that on your devices.`;
  const parsed = new X509Certificate(certificatePem);
  const key = createPrivateKey(keyPem);
  if (!parsed.checkPrivateKey(key)) {
    throw new Error(`The certificate and the key of the local authority do not belong together. ${repair}`);
  }
  if (Date.parse(parsed.validTo) <= now) throw new Error(`The local authority has expired. ${repair}`);
  const certificate = new x509.X509Certificate(certificatePem);
  return {
    certificate,
    certificatePem,
    key: await crypto.subtle.importKey(
      'pkcs8',
      key.export({ format: 'der', type: 'pkcs8' }),
      keyAlgorithm,
      false,
      ['sign'],
    ),
    domains: permittedDomains(certificate),
  };
}

async function make(hostname: string, now: number): Promise<{ certificatePem: string; keyPem: string }> {
  const keys = await crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerialNumber(),
    name: [{ CN: [`Cardea on ${hostname}`] }, { O: ['Cardea local authority'] }],
    notBefore: new Date(now - backdated),
    notAfter: new Date(now + validDays * day),
    keys,
    signingAlgorithm: keyAlgorithm,
    extensions: [
      // No authority below this one.
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      nameConstraints([
        ...new Set([...localDomains, ...(isDnsName(hostname) ? [hostname.toLowerCase()] : [])]),
      ]),
    ],
  });
  return {
    certificatePem: toPem('CERTIFICATE', certificate.rawData),
    keyPem: toPem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
  };
}

/** Positive, and 127 random bits (RFC 5280 section 4.1.2.2), hexadecimal. */
export function newSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

/**
 * Restricts DNS names. Addresses stay free: those of a home network change, IPv6 ones are drawn from the public
 * space, and the sites people know have names.
 */
function nameConstraints(domains: readonly string[]): x509.Extension {
  const constraints = new NameConstraints({
    permittedSubtrees: new GeneralSubtrees(
      domains.map((dNSName) => new GeneralSubtree({ base: new GeneralName({ dNSName }) })),
    ),
  });
  return new x509.Extension(id_ce_nameConstraints, true, AsnConvert.serialize(constraints));
}

function permittedDomains(certificate: x509.X509Certificate): string[] {
  const extension = certificate.getExtension(id_ce_nameConstraints);
  if (extension === null) return [];
  const { permittedSubtrees } = AsnConvert.parse(extension.value, NameConstraints);
  return [...(permittedSubtrees ?? [])].flatMap(({ base }) =>
    base.dNSName === undefined ? [] : [base.dNSName],
  );
}
