import { CardeaError } from '@cardea/protocol';

/** So many at once, and so many again in that time. */
export interface RateRule {
  readonly name: string;
  /** Most in one burst, and what comes back in `perSeconds`. */
  readonly amount: number;
  readonly perSeconds: number;
}

/** Every rate this server allows, before `RATE_LIMIT_FACTOR`. */
export const rateRules = {
  signInPerAddress: { name: 'sign-in per address', amount: 10, perSeconds: 30 * 60 },
  signInPerName: { name: 'sign-in per name', amount: 10, perSeconds: 30 * 60 },
  newPeoplePerAddress: { name: 'new people per address', amount: 30, perSeconds: 60 * 60 },
  httpPerAddress: { name: 'HTTP per address', amount: 300, perSeconds: 60 },
  uploadsPerAddress: { name: 'upload requests per address', amount: 1_200, perSeconds: 60 },
  filesPerAddress: { name: 'file requests per address', amount: 1_200, perSeconds: 60 },
  libraryChangesPerPerson: { name: 'library changes per person', amount: 120, perSeconds: 60 },
  sharePasswordPerAddress: { name: 'link passwords per address', amount: 10, perSeconds: 30 * 60 },
  sharePasswordPerLink: { name: 'passwords per link', amount: 50, perSeconds: 30 * 60 },
  gatewayPerAddress: { name: 'gateway requests per address', amount: 1_200, perSeconds: 60 },
  profilePerPerson: { name: 'profile changes per person', amount: 30, perSeconds: 60 * 10 },
  socketsPerPerson: { name: 'connections per person', amount: 120, perSeconds: 60 },
  anyPerPerson: { name: 'requests per person', amount: 600, perSeconds: 10 },
  ringsPerPerson: { name: 'rings per person', amount: 20, perSeconds: 60 },
  asksPerPerson: { name: 'contact requests per person', amount: 30, perSeconds: 60 * 60 },
  searchesPerPerson: { name: 'searches per person', amount: 60, perSeconds: 60 },
  messagesPerPerson: { name: 'messages per person', amount: 60, perSeconds: 10 },
  signalsPerPerson: { name: 'signals per person', amount: 400, perSeconds: 10 },
  roomsPerPerson: { name: 'room changes per person', amount: 30, perSeconds: 60 },
} as const satisfies Record<string, RateRule>;

interface Bucket {
  tokens: number;
  /** Milliseconds by the clock of {@link RateLimiter}. */
  at: number;
}

/**
 * Token buckets by rule and key. Memory is bounded: beyond `maxBuckets` the bucket that was used longest ago is
 * forgotten, which can only favour whoever it belonged to.
 */
export class RateLimiter {
  readonly #factor: number;
  readonly #now: () => number;
  readonly #maxBuckets: number;
  readonly #buckets = new Map<string, Bucket>();

  /**
   * @param options.factor multiplies every amount
   * @param options.now monotonic milliseconds
   */
  constructor(options: { factor: number; now?: () => number; maxBuckets?: number }) {
    this.#factor = options.factor;
    this.#now = options.now ?? (() => performance.now());
    this.#maxBuckets = options.maxBuckets ?? 50_000;
  }

  /**
   * Takes one from the bucket.
   * @throws CardeaError `rate_limited` with `retryAfter` in seconds, if there is none
   */
  take(rule: RateRule, key: string): void {
    const bucket = this.#bucket(rule, key);
    if (bucket.tokens < 1) {
      const seconds = ((1 - bucket.tokens) * rule.perSeconds) / this.#amount(rule);
      throw new CardeaError('rate_limited', { retryAfter: Math.max(1, Math.ceil(seconds)) });
    }
    bucket.tokens -= 1;
  }

  /** Gives one back: what was taken beforehand turned out to be harmless. */
  giveBack(rule: RateRule, key: string): void {
    const bucket = this.#bucket(rule, key);
    bucket.tokens = Math.min(this.#amount(rule), bucket.tokens + 1);
  }

  get size(): number {
    return this.#buckets.size;
  }

  #amount(rule: RateRule): number {
    return Math.max(1, rule.amount * this.#factor);
  }

  #bucket(rule: RateRule, key: string): Bucket {
    const id = `${rule.name}\n${key}`;
    const now = this.#now();
    const amount = this.#amount(rule);
    const known = this.#buckets.get(id);
    const bucket = known ?? { tokens: amount, at: now };
    bucket.tokens = Math.min(amount, bucket.tokens + ((now - bucket.at) * amount) / (rule.perSeconds * 1000));
    bucket.at = now;
    // A Map keeps the order of insertion, so taking out and putting in keeps the oldest at the front.
    this.#buckets.delete(id);
    this.#buckets.set(id, bucket);
    if (this.#buckets.size > this.#maxBuckets) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    return bucket;
  }
}
