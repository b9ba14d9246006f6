import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChromiumVisitor } from './chromium.ts';

/** A file of random bytes, in a folder of its own that is removed afterwards. */
export async function withFile(
  name: string,
  bytes: number,
  run: (path: string, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cardea-file-'));
  try {
    const path = join(folder, name);
    await writeFile(path, randomBytes(bytes));
    await run(path, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Takes the file that was offered in the chat. */
export async function acceptFile({ page }: ChromiumVisitor): Promise<void> {
  await page.getByRole('log').getByRole('button', { name: 'Accept', exact: true }).click();
}

/** Saves a file once it is complete. @returns its SHA-256 */
export async function saveFile({ page }: ChromiumVisitor, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 90_000 }),
    page.getByRole('link', { name: `Save ${name}` }).click({ timeout: 90_000 }),
  ]);
  return sha256(await download.path());
}
