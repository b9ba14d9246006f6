import type { Kind } from './kinds.ts';

/** One thing an operator can set. A program has a table of them, from which its help and its documentation are made. */
export interface Setting<T> {
  /** Its name in the environment. */
  readonly env: string;
  readonly kind: Kind<T>;
  readonly default: T;
  /** What the documentation says where the default is not a plain value. */
  readonly defaultText?: string;
  readonly doc: string;
  /** As written in the environment. */
  readonly example: string;
  /** Whether it may not be repeated in messages and logs. */
  readonly secret?: true;
  /** A relative path is taken from the working directory. */
  readonly path?: true;
}

/** Keeps the type of the value, which an annotation would lose. */
export function setting<T>(description: Setting<T>): Setting<T> {
  return description;
}

/** The default in words. */
export function defaultTextOf(one: Setting<unknown>): string {
  return one.defaultText ?? String(one.default);
}
