import type { EventEmitter } from 'node:events';

export interface Stopping {
  /** Closes everything, in order. */
  close: () => Promise<void>;
  exit: (code: number) => void;
  say: (text: string) => void;
  /** Milliseconds since any moment. */
  now: () => number;
}

/**
 * A terminal sends Ctrl-C to every process of the group and npm passes it on once more, so what comes this soon
 * after the first is the same key press, milliseconds.
 */
const samePress = 300;

/**
 * Stops in order at the first SIGINT or SIGTERM, and at once at the second, for people who cannot wait.
 * @param signals the process
 */
export function stopOnSignal(signals: Pick<EventEmitter, 'on'>, { close, exit, say, now }: Stopping): void {
  let firstAt: number | null = null;
  const onSignal = (): void => {
    if (firstAt !== null) {
      if (now() - firstAt > samePress) exit(1);
      return;
    }
    firstAt = now();
    say('Stopping … (once more to stop at once)');
    close().then(
      () => exit(0),
      (error: unknown) => {
        say(`Stopping went wrong: ${String(error)}`);
        exit(1);
      },
    );
  };
  signals.on('SIGINT', onSignal);
  signals.on('SIGTERM', onSignal);
}
