/** What `FileSystemFileHandle` has in workers (File System Standard, section 2.5); the DOM types are for pages. */
interface SyncAccessHandle {
  write(data: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/**
 * A file of the origin private file system as a stream of positioned writes. Each write has left this process when it
 * returns, so a page that is killed loses nothing that was written.
 */
export class FileSink {
  readonly #handle: SyncAccessHandle;
  #size = 0;
  #closed = false;

  private constructor(handle: SyncAccessHandle) {
    this.#handle = handle;
  }

  /** Opens the file, empty. @throws DOMException where another page has it open */
  static async open(folder: FileSystemDirectoryHandle, name: string): Promise<FileSink> {
    const file = await folder.getFileHandle(name, { create: true });
    const handle = await (
      file as FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccessHandle> }
    ).createSyncAccessHandle();
    handle.truncate(0);
    return new FileSink(handle);
  }

  get size(): number {
    return this.#size;
  }

  /**
   * For mediabunny's `StreamTarget`.
   * @param failed told at once of a write that fails: mediabunny goes on encoding for some time after one
   */
  stream(
    failed: (error: unknown) => void = () => undefined,
  ): WritableStream<{ type: 'write'; data: Uint8Array; position: number }> {
    return new WritableStream({
      write: ({ data, position }) => {
        try {
          this.write(data, position);
        } catch (error) {
          failed(error);
          throw error;
        }
      },
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#handle.flush();
    } finally {
      this.#handle.close();
    }
  }

  /** @throws DOMException `QuotaExceededError` when the disk is full */
  write(data: Uint8Array, position: number): void {
    const written = this.#handle.write(data, { at: position });
    // A full disk is an error or a short write, and Chromium 156 returns its error code as a large number (seen).
    if (written !== data.byteLength) throw new DOMException('The disk is full.', 'QuotaExceededError');
    this.#size = Math.max(this.#size, position + data.byteLength);
  }
}
