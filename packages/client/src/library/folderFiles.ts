import { describe, type Log } from '../log.ts';

/** The file of a folder, or `null` where there is none. */
export async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Writes beside the old content and changes them when all is there, so that a crash leaves one of the two. */
export async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  content: Blob | string,
): Promise<void> {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  try {
    await stream.write(content);
    await stream.close();
  } catch (error) {
    // What has been written beside the old content would take up room until the page is closed.
    await stream.abort().catch(() => undefined);
    throw error;
  }
}

export function writeJson(folder: FileSystemDirectoryHandle, name: string, value: unknown): Promise<void> {
  return writeFile(folder, name, JSON.stringify(value));
}

/** @returns `null` where there is none, or none that fits; the file stays as it is */
export async function readJson<T>(
  folder: FileSystemDirectoryHandle,
  name: string,
  schema: { parse(value: unknown): T },
  log: Log,
): Promise<T | null> {
  const file = await readFile(folder, name);
  if (file === null) return null;
  try {
    return schema.parse(JSON.parse(await file.text()));
  } catch (error) {
    log('warn', 'a stored file cannot be read', { folder: folder.name, name, reason: describe(error) });
    return null;
  }
}

export async function removeEntry(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
