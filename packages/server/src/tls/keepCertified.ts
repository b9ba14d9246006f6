import type { TlsMaterial } from './tlsMaterial.ts';

export interface Renewal {
  /** What the listener uses now. */
  current: TlsMaterial;
  /** Reads or makes it anew; gives the same while nothing has changed. */
  prepare: () => Promise<TlsMaterial | null>;
  /** Gives it to the listener, for connections from now on. */
  apply: (material: TlsMaterial) => void;
  /** A certificate that cannot be renewed is not the end: the old one may last for weeks. */
  onError: (error: unknown) => void;
  /** Milliseconds between two looks; an hour unless said otherwise. */
  every?: number;
}

/**
 * Looks every hour whether there is another certificate to use: an operator's has been renewed in its file, one's own
 * has less than 30 days left, or the machine has got another address.
 * @returns stops it
 */
export function keepCertified({
  current,
  prepare,
  apply,
  onError,
  every = 60 * 60 * 1000,
}: Renewal): () => void {
  let used = current;
  const look = async (): Promise<void> => {
    const next = await prepare();
    if (next === null || (next.cert === used.cert && next.key === used.key)) return;
    apply(next);
    used = next;
  };
  const timer = setInterval(() => void look().catch(onError), every);
  // It alone is no reason to go on living.
  timer.unref();
  return () => clearInterval(timer);
}
