/**
 * A file system in memory with the interface of the browser's own: what stands in where a browser has none that a
 * page can write to (until the page closes), and what tests look into.
 */
export class MemoryDirectory implements FileSystemDirectoryHandle {
  readonly kind = 'directory';
  readonly name: string;
  readonly #entries = new Map<string, MemoryDirectory | MemoryFile>();

  constructor(name = '') {
    this.name = name;
  }

  async getDirectoryHandle(name: string, options?: FileSystemGetDirectoryOptions): Promise<MemoryDirectory> {
    const known = this.#entries.get(name);
    if (known instanceof MemoryDirectory) return Promise.resolve(known);
    if (known !== undefined) throw new DOMException(`${name} is a file`, 'TypeMismatchError');
    if (options?.create !== true) throw notFound(name);
    const made = new MemoryDirectory(name);
    this.#entries.set(name, made);
    return made;
  }

  async getFileHandle(name: string, options?: FileSystemGetFileOptions): Promise<MemoryFile> {
    const known = this.#entries.get(name);
    if (known instanceof MemoryFile) return Promise.resolve(known);
    if (known !== undefined) throw new DOMException(`${name} is a folder`, 'TypeMismatchError');
    if (options?.create !== true) throw notFound(name);
    const made = new MemoryFile(name);
    this.#entries.set(name, made);
    return made;
  }

  removeEntry(name: string): Promise<void> {
    return this.#entries.delete(name) ? Promise.resolve() : Promise.reject(notFound(name));
  }

  resolve(): Promise<string[] | null> {
    return Promise.resolve(null);
  }

  isSameEntry(other: FileSystemHandle): Promise<boolean> {
    return Promise.resolve(other === this);
  }

  async *entries(): AsyncGenerator<[string, MemoryDirectory | MemoryFile], undefined> {
    await Promise.resolve();
    yield* [...this.#entries];
  }

  async *keys(): AsyncGenerator<string, undefined> {
    await Promise.resolve();
    yield* [...this.#entries.keys()];
  }

  async *values(): AsyncGenerator<MemoryDirectory | MemoryFile, undefined> {
    await Promise.resolve();
    yield* [...this.#entries.values()];
  }

  [Symbol.asyncIterator](): AsyncGenerator<[string, MemoryDirectory | MemoryFile], undefined> {
    return this.entries();
  }
}

class MemoryFile implements FileSystemFileHandle {
  readonly kind = 'file';
  readonly name: string;
  #content: Blob = new Blob([]);
  #changedAt = Date.now();

  constructor(name: string) {
    this.name = name;
  }

  getFile(): Promise<File> {
    return Promise.resolve(new File([this.#content], this.name, { lastModified: this.#changedAt }));
  }

  createWritable(options?: FileSystemCreateWritableOptions): Promise<MemoryWritable> {
    const before = options?.keepExistingData === true ? this.#content : new Blob([]);
    return Promise.resolve(
      new MemoryWritable(before, (content) => {
        this.#content = content;
        this.#changedAt = Date.now();
      }),
    );
  }

  isSameEntry(other: FileSystemHandle): Promise<boolean> {
    return Promise.resolve(other === this);
  }
}

/** What is written shows in the file only when it is closed, as in the browser's own. */
class MemoryWritable
  extends WritableStream<FileSystemWriteChunkType>
  implements FileSystemWritableFileStream
{
  constructor(before: Blob, commit: (content: Blob) => void) {
    let content = before;
    let position = 0;
    const put = (data: Blob): void => {
      const gap = new Uint8Array(Math.max(0, position - content.size));
      content = new Blob([content.slice(0, position), gap, data, content.slice(position + data.size)]);
      position += data.size;
    };
    super({
      write: (chunk) => {
        if (chunk instanceof Blob || typeof chunk === 'string' || !('type' in chunk)) {
          put(new Blob([chunk]));
          return;
        }
        if (chunk.type === 'truncate') content = content.slice(0, chunk.size ?? 0);
        if (chunk.type === 'truncate') return;
        position = chunk.position ?? position;
        const { data } = chunk;
        if (chunk.type === 'write' && data !== undefined && data !== null) put(new Blob([data]));
      },
      close: () => commit(content),
    });
  }

  async write(data: FileSystemWriteChunkType): Promise<void> {
    const writer = this.getWriter();
    try {
      await writer.write(data);
    } finally {
      writer.releaseLock();
    }
  }

  seek(position: number): Promise<void> {
    return this.write({ type: 'seek', position });
  }

  truncate(size: number): Promise<void> {
    return this.write({ type: 'truncate', size });
  }
}

function notFound(name: string): DOMException {
  return new DOMException(`There is no ${name}`, 'NotFoundError');
}
