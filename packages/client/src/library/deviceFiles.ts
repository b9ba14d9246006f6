import { MemoryDirectory } from './memoryFiles.ts';

/** Where this device keeps files: on its disk, or, where a page cannot write there, in memory until it closes. */
export interface DeviceFiles {
  storage: 'disk' | 'memory';
  root(): Promise<FileSystemDirectoryHandle>;
}

/**
 * The origin private file system. It is missing in insecure contexts and private windows of Firefox; Safari before 26
 * has it and cannot write to it from a page.
 * @param manager `navigator.storage`, which is missing in insecure contexts
 */
export function openDeviceFiles(manager: StorageManager | undefined): DeviceFiles {
  const writes =
    typeof FileSystemFileHandle === 'function' && 'createWritable' in FileSystemFileHandle.prototype;
  if (writes && typeof manager?.getDirectory === 'function') {
    return { storage: 'disk', root: () => manager.getDirectory() };
  }
  const memory = new MemoryDirectory();
  return { storage: 'memory', root: () => Promise.resolve(memory) };
}
