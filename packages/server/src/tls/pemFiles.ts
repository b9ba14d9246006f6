import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Text of a file, or `null` if there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Writes a file in one step, so that a crash leaves the old one or the new one and never half of it.
 * @param mode 0o600 for keys: readable by nobody but the owner, from the first byte on
 */
export async function writeWhole(file: string, content: string, mode: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, content, { mode, flag: 'wx' });
  await rename(unfinished, file);
}

/** DER as PEM (RFC 7468). */
export function toPem(label: 'CERTIFICATE' | 'PRIVATE KEY', der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
