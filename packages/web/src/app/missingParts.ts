import i18next from 'i18next';
import { toast } from './toasts.ts';

/**
 * Parts of the app are loaded when they are wanted, from files with their version in the name. A tab that was open
 * while the server was upgraded asks for files that are gone; a reload gives it the new ones.
 */
export type Remedy =
  | 'reload'
  /** A reload would help but cost something, or has just not helped: the person decides. */
  | 'ask'
  /** The server is away, and a reload would leave an empty page. */
  | 'wait';

/** A part that is still missing soon after a reload will not be there after another one either. Milliseconds. */
const reloadHelps = 10 * 60_000;

/** @param situation `reloadedAt` and `now` in milliseconds since 1970 */
export function remedyFor(situation: {
  serverAnswers: boolean;
  reloadCosts: boolean;
  reloadedAt: number | null;
  now: number;
}): Remedy {
  const { serverAnswers, reloadCosts, reloadedAt, now } = situation;
  if (!serverAnswers) return 'wait';
  if (reloadCosts) return 'ask';
  return reloadedAt !== null && Math.abs(now - reloadedAt) < reloadHelps ? 'ask' : 'reload';
}

let reloadCosts = (): boolean => false;
let underWay: Promise<Remedy> | null = null;

/**
 * From now on a part that cannot be loaded makes the page reload, or the person is told.
 * @param costs whether a reload that nobody asked for would take something away now
 */
export function watchMissingParts(costs: () => boolean): void {
  reloadCosts = costs;
  addEventListener('vite:preloadError', () => void recover());
}

/** @returns what is left when the page is not reloaded; otherwise never */
export function recover(): Promise<Remedy> {
  underWay ??= tryToRecover().finally(() => {
    underWay = null;
  });
  return underWay;
}

const storageKey = 'cardea.reloadedAt';

async function tryToRecover(): Promise<Remedy> {
  const serverAnswers = await fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
  const stored = sessionStorage.getItem(storageKey);
  const remedy = remedyFor({
    serverAnswers,
    reloadCosts: reloadCosts(),
    reloadedAt: stored === null ? null : Number(stored),
    now: Date.now(),
  });
  if (remedy === 'ask') {
    toast(i18next.t('start.outdated'), {
      lasting: true,
      action: { label: i18next.t('start.reload'), run: () => location.reload() },
    });
  } else if (remedy === 'reload') {
    sessionStorage.setItem(storageKey, String(Date.now()));
    location.reload();
    return new Promise(() => undefined);
  }
  return remedy;
}
