/** Milliseconds that a process which ends waits for a disk; the main process kills a worker that takes longer than two seconds. */
const patience = 1_500;

/** The recordings of one engine whose files are open: whoever ends the process waits for their last bytes. */
export class OpenRecordings {
  #count = 0;
  #allEnded: () => void = () => undefined;

  begun(): void {
    this.#count++;
  }

  ended(): void {
    this.#count--;
    if (this.#count === 0) this.#allEnded();
  }

  /** Resolves when all files are closed, or when a disk takes too long. */
  async allEnded(): Promise<void> {
    if (this.#count === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patience);
      this.#allEnded = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
