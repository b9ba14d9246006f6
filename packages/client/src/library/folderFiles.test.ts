import { expect, test, vi } from 'vitest';
import { DeviceShelf } from './deviceShelf.ts';
import { writeFile } from './folderFiles.ts';
import { MemoryDirectory } from './memoryFiles.ts';
import type { OpfsLibrary } from './opfsLibrary.ts';
import { deviceItem } from './sampleItems.ts';

test('what cannot be written to its end is given up, and what was there before stays', async () => {
  const folder = new MemoryDirectory();
  await writeFile(folder, 'media', 'old');
  const file = await folder.getFileHandle('media');
  const stream = await file.createWritable();
  vi.spyOn(stream, 'write').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
  const abort = vi.spyOn(stream, 'abort');
  vi.spyOn(file, 'createWritable').mockResolvedValue(stream);
  await expect(writeFile(folder, 'media', 'new')).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect(abort).toHaveBeenCalled();
  expect(await (await file.getFile()).text()).toBe('old');
});

test('a shelf that was closed while it looked makes no addresses that nobody frees', async () => {
  const make = vi.spyOn(URL, 'createObjectURL');
  const records = [{ item: deviceItem(), thumbnail: new Blob(['x']), note: null }];
  const list = (): Promise<unknown> => Promise.resolve({ items: records, unfinished: [] });
  const shelf = new DeviceShelf({ list } as unknown as OpfsLibrary, undefined);
  const looking = shelf.look();
  shelf.close();
  await looking;
  expect(make).not.toHaveBeenCalled();
  make.mockRestore();
});
