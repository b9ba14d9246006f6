type Read = () => Promise<RTCStatsReport | null>;

export interface PictureWatchOptions {
  /** The connection whose picture is on the screen. */
  former: Read;
  /** The one that is to take its place. */
  next: Read;
  /** Told once. */
  seen(): void;
}

/** Milliseconds. */
const interval = 100;
/** Where the former connection has brought no picture for so long, none is sent. */
const pause = 1_500;

/**
 * Waits until a connection has decoded a picture, so that the screen can change to it without a gap. Where no picture is sent
 * it waits a moment only. One wait at a time.
 */
export class PictureWatch {
  /** Of the wait that is going on. */
  #stop: (() => void) | null = null;

  /** Begins to wait, unless it does already. */
  begin({ former, next, seen }: PictureWatchOptions): void {
    if (this.#stop !== null) return;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let pictures: number | null = null;
    let movedAt = Date.now();
    const look = async (): Promise<void> => {
      const [before, now] = await Promise.all([decoded(former), decoded(next)]);
      if (stopped) return;
      if (pictures !== null && before !== pictures) movedAt = Date.now();
      pictures = before;
      if (now > 0 || Date.now() - movedAt >= pause) seen();
      else timer = setTimeout(() => void look(), interval);
    };
    this.#stop = () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    };
    void look();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }
}

/** Pictures decoded so far, 0 for a connection that closes while it is asked. */
async function decoded(read: Read): Promise<number> {
  let pictures = 0;
  const report = await read().catch(() => null);
  report?.forEach((value: unknown) => {
    const stat = value as Readonly<Record<string, unknown>>;
    if (stat['type'] === 'inbound-rtp') pictures += Number(stat['framesDecoded'] ?? 0);
  });
  return pictures;
}
