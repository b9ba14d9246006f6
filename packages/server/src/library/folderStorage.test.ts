import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CardeaError } from '@cardea/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asStorageError, FolderStorage } from './folderStorage.ts';
import { assertFree } from './quotas.ts';
import { isStorageKey, newStorageKey } from './storageKey.ts';

describe('the folder of the library', () => {
  let folder: string;
  let storage: FolderStorage;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cardea-folder-'));
    await writeFile(join(folder, 'secret.txt'), 'secret');
    storage = await FolderStorage.open(join(folder, 'library'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    '../secret.txt',
    '/etc/passwd',
    '',
    '.',
    'cardea-',
    `cardea-${'a'.repeat(21)}/`,
    'cardea-\0',
    '..\\secret.txt',
  ])('opens and removes nothing for the key %j', async (key) => {
    expect(isStorageKey(key)).toBe(false);
    await expect(storage.open(key, null)).rejects.toMatchObject({ code: 'not_found' });
    await storage.remove(key);
    expect(await readFile(join(folder, 'secret.txt'), 'utf8')).toBe('secret');
  });

  it('makes keys that cannot be guessed', () => {
    const keys = new Set(Array.from({ length: 1_000 }, newStorageKey));
    expect(keys.size).toBe(1_000);
    for (const key of keys) expect(isStorageKey(key)).toBe(true);
  });

  it('says that it is full when the disk is, and keeps some of it free', async () => {
    for (const code of ['ENOSPC', 'EDQUOT']) {
      const full = asStorageError(Object.assign(new Error('write'), { code }));
      expect(full).toBeInstanceOf(CardeaError);
      expect(full).toMatchObject({ code: 'storage_full' });
    }
    const other = Object.assign(new Error('write'), { code: 'EIO' });
    expect(asStorageError(other)).toBe(other);
    const gigabyte = 1024 ** 3;
    expect(await storage.freeBytes()).toBeGreaterThan(0);
    expect(() => assertFree(gigabyte, gigabyte / 4)).not.toThrow();
    expect(() => assertFree(gigabyte, gigabyte)).toThrow(CardeaError);
    expect(() => assertFree(null, gigabyte)).not.toThrow();
  });
});
