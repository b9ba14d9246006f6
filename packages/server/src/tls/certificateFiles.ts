import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../configuration/configurationError.ts';
import type { CertifiedKey } from './serverCertificate.ts';

/**
 * The operator's own certificate (`TLS_CERT`) and key (`TLS_KEY`).
 * @returns also the DNS names and addresses it is for, wildcards left out
 * @throws ConfigurationError when a file cannot be read or parsed, the two do not belong together, or it has expired
 */
export async function readCertificateFiles(
  certFile: string,
  keyFile: string,
  now: number,
): Promise<CertifiedKey & { names: string[] }> {
  const cert = await read('TLS_CERT', certFile);
  const key = await read('TLS_KEY', keyFile);
  const certificate = parse('TLS_CERT', certFile, 'a certificate', () => new X509Certificate(cert));
  const privateKey: KeyObject = parse('TLS_KEY', keyFile, 'a private key without a passphrase', () =>
    createPrivateKey(key),
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new ConfigurationError(
      `TLS_KEY (${keyFile}) is not the key of TLS_CERT (${certFile}); the certificate of the server itself has to come first in the file`,
    );
  }
  if (Date.parse(certificate.validTo) <= now) {
    throw new ConfigurationError(
      `TLS_CERT (${certFile}) has expired: it was valid until ${certificate.validTo}`,
    );
  }
  return { cert, key, names: namesOf(certificate) };
}

async function read(setting: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`${setting} cannot be read: ${reason}`, { cause: error });
  }
}

function parse<T>(setting: string, file: string, what: string, parser: () => T): T {
  try {
    return parser();
  } catch (error) {
    throw new ConfigurationError(`${setting} (${file}) does not hold ${what} in PEM form`, { cause: error });
  }
}

/** From the subject alternative name, which Node writes as `DNS:a.example, IP Address:192.0.2.1`. */
function namesOf(certificate: X509Certificate): string[] {
  return [...(certificate.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^\s,"]+)/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => name !== '' && !name.startsWith('*'));
}
