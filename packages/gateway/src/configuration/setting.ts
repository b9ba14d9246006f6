import type { Kind } from './kinds.ts';

/** One thing an operator can set. Its key in the table is its flag, without the dashes. */
export interface Setting<T> {
  /** Its name in the environment. */
  readonly env: string;
  readonly kind: Kind<T>;
  readonly default: T;
  /** What the documentation says where the default is not a plain value. */
  readonly defaultText?: string;
  readonly doc: string;
  readonly example: string;
  /** Not repeated in messages. */
  readonly secret?: true;
}

/** Keeps the type of the value, which an annotation would lose. */
export function setting<T>(description: Setting<T>): Setting<T> {
  return description;
}
