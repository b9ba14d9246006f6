import { X509Certificate } from 'node:crypto';
import qrcode from 'qrcode';
import type { TlsMaterial } from '../tls/tlsMaterial.ts';

export interface Announced {
  /** As it listens, which with PORT=0 is not what was asked for. */
  httpPort: number;
  publicUrl: string | null;
  tls: Pick<TlsMaterial, 'caCertificate' | 'lanUrls'> | null;
  /** Whether it goes to a terminal, where the QR code is drawn black on white whatever the colours there. */
  terminal: boolean;
}

/** What is printed when the server is ready: where to open the app, here and on other devices. */
export async function announcement({ httpPort, publicUrl, tls, terminal }: Announced): Promise<string> {
  const elsewhere = tls?.lanUrls ?? (publicUrl === null ? [] : [publicUrl]);
  const [best, ...others] = elsewhere;
  const lines = ['', '  Cardea is ready.', '', `  On this machine    http://localhost:${httpPort}`];
  if (best !== undefined) {
    lines.push(`  On other devices   ${best}`, ...others.map((url) => `                     ${url}`), '');
    lines.push(...(await qrCode(best, terminal)), '');
    if (tls !== null && tls.caCertificate !== null)
      lines.push(...certificateAdvice(best, tls.caCertificate), '');
  } else if (tls !== null) {
    lines.push('', '  This machine is in no network that other devices could reach it through.', '');
  } else {
    lines.push(
      '',
      '  HTTPS is off, so browsers on other devices get no camera unless a proxy provides it.',
      '',
    );
  }
  lines.push('  Ctrl-C stops it.', '');
  return lines.join('\n');
}

async function qrCode(url: string, terminal: boolean): Promise<string[]> {
  const code = await qrcode.toString(url, { type: 'utf8', errorCorrectionLevel: 'L', margin: 2 });
  return code
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (terminal ? `  \u001b[30;47m${line}\u001b[0m` : `  ${line}`));
}

/** The fingerprint lets a careful person compare what a phone shows before trusting it. */
function certificateAdvice(url: string, caCertificate: string): string[] {
  return [
    '  The first time, the browser there warns about the certificate, which this server has made itself. Go on past',
    `  the warning; or install ${url}/ca.crt, and it never asks again:`,
    '    iPhone, iPad   open it in Safari; Settings › General › VPN & Device Management › install;',
    '                   Settings › General › About › Certificate Trust Settings › switch it on',
    '    Android        download it; Settings › Security › More › Install a certificate › CA certificate',
    '    Windows        open it; Install Certificate › Local Machine › Trusted Root Certification Authorities',
    '    macOS          open it; in Keychain Access set it to Always Trust',
    '    Firefox        Settings › Privacy & Security › View Certificates › Authorities › Import',
    '  Its SHA-256 fingerprint is',
    `    ${new X509Certificate(caCertificate).fingerprint256}`,
  ];
}
