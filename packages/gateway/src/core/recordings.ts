import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const longestName = 120;

/** The folder of the gateway's recordings. Names come from clients, so they are only names: nothing of them leads elsewhere. */
export class Recordings {
  readonly #folder: string;
  /** At which one file ends. */
  readonly mostBytes: number;

  /**
   * @param folder made if it is missing in a folder that is there
   * @param mostBytes of one file
   * @throws the system's error of `mkdir` or `access` if nothing can be written there
   */
  constructor(folder: string, mostBytes: number) {
    this.mostBytes = mostBytes;
    this.#folder = path.resolve(folder);
    if (!existsSync(this.#folder)) mkdirSync(this.#folder, { mode: 0o750 });
    accessSync(`${this.#folder}/.`, constants.W_OK | constants.X_OK);
  }

  /** A file that is not there yet. */
  fileFor(name: string): { file: string; path: string } {
    const safe =
      name
        .replace(/[^A-Za-z0-9._-]/g, '_')
        .replace(/^\.+/, '')
        .slice(0, longestName) || 'recording';
    const isTaken = existsSync(path.join(this.#folder, `${safe}.mjr`));
    const file = isTaken ? `${safe}-${randomUUID()}.mjr` : `${safe}.mjr`;
    return { file, path: path.join(this.#folder, file) };
  }
}
