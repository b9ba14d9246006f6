import type { DataMessage, Recording } from '../engine.ts';
import { MjrFile, type MjrFileOptions } from './mjrFile.ts';

/** Files of what comes on the data channels of one connection. */
export class DataRecordings {
  readonly #files = new Set<MjrFile>();

  open(options: MjrFileOptions): Recording {
    const file = new MjrFile(options);
    this.#files.add(file);
    return {
      close: () => {
        file.close();
        this.#files.delete(file);
      },
    };
  }

  /** @param now milliseconds of a steady clock */
  write({ content }: DataMessage, now: number): void {
    if (this.#files.size === 0) return;
    const isText = typeof content === 'string';
    const bytes = isText ? Buffer.from(content) : content;
    for (const file of this.#files) file.write(bytes, isText ? 'text' : 'binary', now);
  }

  close(): void {
    for (const file of this.#files) file.close();
  }
}
