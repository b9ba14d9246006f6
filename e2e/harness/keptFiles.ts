import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Visitor } from './visitor.ts';

/** A file of the library on a visitor's device. */
export interface KeptFile {
  id: string;
  description: {
    title: string;
    mediaType: string;
    size: number;
    duration: number;
    /** When it began, milliseconds since 1970. */
    recordedAt: number;
    width: number | null;
    height: number | null;
    timeline: { at: number; event: string }[];
  };
  bytes: Buffer;
}

/** What a page's origin private file system has: names of the files of each item, and sizes. */
export function itemFolders(visitor: Visitor): Promise<{ id: string; files: Record<string, number> }[]> {
  return visitor.evaluate(async () => {
    const found: { id: string; files: Record<string, number> }[] = [];
    const root = await navigator.storage.getDirectory();
    const library = await root.getDirectoryHandle('library', { create: true });
    for await (const person of library.values()) {
      if (person.kind !== 'directory') continue;
      for await (const item of (person as FileSystemDirectoryHandle).values()) {
        if (item.kind !== 'directory') continue;
        const files: Record<string, number> = {};
        for await (const file of (item as FileSystemDirectoryHandle).values()) {
          if (file.kind === 'file') files[file.name] = (await (file as FileSystemFileHandle).getFile()).size;
        }
        found.push({ id: item.name, files });
      }
    }
    return found;
  }, undefined);
}

/** Brings a finished item from the page into the test. */
export async function keptFile(visitor: Visitor, id: string): Promise<KeptFile> {
  const { description, base64 } = await visitor.evaluate(async (wanted) => {
    const root = await navigator.storage.getDirectory();
    const library = await root.getDirectoryHandle('library');
    for await (const person of library.values()) {
      if (person.kind !== 'directory') continue;
      const folder = await (person as FileSystemDirectoryHandle).getDirectoryHandle(wanted).catch(() => null);
      if (folder === null) continue;
      const text = await (await (await folder.getFileHandle('description.json')).getFile()).text();
      const bytes = new Uint8Array(
        await (await (await folder.getFileHandle('media')).getFile()).arrayBuffer(),
      );
      let binary = '';
      for (let i = 0; i < bytes.length; i += 0x8000)
        binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
      return { description: text, base64: btoa(binary) };
    }
    throw new Error(`there is no item ${wanted}`);
  }, id);
  return {
    id,
    description: JSON.parse(description) as KeptFile['description'],
    bytes: Buffer.from(base64, 'base64'),
  };
}

/** Writes it where ffmpeg can read it. @returns the path */
export async function asFile({ bytes, description }: KeptFile): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cardea-kept-'));
  const path = join(folder, `media.${description.mediaType.endsWith('mp4') ? 'mp4' : 'webm'}`);
  await writeFile(path, bytes);
  return path;
}
