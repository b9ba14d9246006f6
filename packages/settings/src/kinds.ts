import { isIP } from 'node:net';
import * as z from 'zod';

/**
 * A kind of setting: how its value is read, and in words what is wanted.
 * The environment has only strings and the file has JSON, so every kind reads both.
 */
export interface Kind<T> {
  readonly schema: z.ZodType<T>;
  /** Completes "NAME must be …". */
  readonly expects: string;
}

/** A whole number of `min` to `max`, both included. */
export function wholeNumber(min: number, max: number, unit = ''): Kind<number> {
  const of = unit === '' ? 'a whole number' : `a whole number of ${unit}`;
  return {
    schema: z.preprocess(fromDigits, z.int().min(min).max(max)),
    expects: `${of} from ${min} to ${max}`,
  };
}

/** A number of `min` to `max`, both included, with or without a fraction. */
export function decimal(min: number, max: number): Kind<number> {
  return {
    schema: z.preprocess(fromDigits, z.number().min(min).max(max)),
    expects: `a number from ${min} to ${max}`,
  };
}

/** A port to listen on, or `null` when it is switched off with `off` or 0. */
export function portOrOff(): Kind<number | null> {
  return {
    schema: z.preprocess(
      (value) => (isWord(value, ['off', '0']) || value === 0 || value === false ? null : fromDigits(value)),
      z.int().min(1).max(65_535).nullable(),
    ),
    expects: 'a port from 1 to 65535, or "off"',
  };
}

/** A range of ports, as `40000-40999`. */
export function portRange(): Kind<{ begin: number; end: number }> {
  return {
    schema: z.preprocess(
      trimmed,
      z
        .string()
        .regex(/^\d{1,5}-\d{1,5}$/)
        .transform((value) => {
          const [begin = 0, end = 0] = value.split('-').map(Number);
          return { begin, end };
        })
        .refine(({ begin, end }) => begin >= 1 && begin <= end && end <= 65_535),
    ),
    expects: 'a range of ports like 40000-40999',
  };
}

export function flag(): Kind<boolean> {
  return { schema: z.preprocess(fromWord, z.boolean()), expects: '"true" or "false"' };
}

export function choice<const T extends string>(values: readonly [T, ...T[]]): Kind<T> {
  return {
    schema: z.preprocess(trimmed, z.enum(values)),
    expects: `one of ${values.map((value) => `"${value}"`).join(', ')}`,
  };
}

/** Any text of `min` to 4,096 characters. */
export function text(expects: string, min = 1): Kind<string> {
  return { schema: z.string().min(min).max(4_096), expects };
}

/** Text that fits a test, for example an address of a certain scheme. */
export function textWhere(expects: string, fits: (value: string) => boolean): Kind<string> {
  return { schema: z.preprocess(trimmed, z.string().min(1).max(4_096).refine(fits)), expects };
}

/** An address of one of these schemes. @param schemes with their colon, `https:` */
export function url(...schemes: string[]): Kind<string> {
  const fits = (value: string): boolean => URL.canParse(value) && schemes.includes(new URL(value).protocol);
  return textWhere(
    `an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    fits,
  );
}

/** `null` unless it is set. */
export function optional<T>(kind: Kind<T>): Kind<T | null> {
  return { schema: kind.schema.nullable(), expects: kind.expects };
}

/** Up to 100 values: separated by commas in the environment, an array in the file. */
export function list<T>(item: Kind<T>, expects: string): Kind<T[]> {
  return {
    schema: z.preprocess(
      (value) => (typeof value === 'string' ? split(value) : value),
      z.array(item.schema).max(100),
    ),
    expects,
  };
}

/** An origin as RFC 6454 section 6.2 writes it, `https://calls.example`; a slash at the end is forgiven. */
export function origin(expects: string): Kind<string> {
  return {
    schema: z.preprocess((value) => (typeof value === 'string' ? originOf(value) : value), z.string()),
    expects,
  };
}

/** `true`, `false`, or the proxies' addresses as fastify's `trustProxy` takes them. */
export function proxies(): Kind<boolean | string> {
  const isProxy = (value: string): boolean => {
    if (['loopback', 'linklocal', 'uniquelocal'].includes(value)) return true;
    const [address = '', bits, ...rest] = value.split('/');
    const family = isIP(address);
    if (family === 0 || rest.length > 0) return false;
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
  };
  return {
    schema: z.preprocess(
      fromWord,
      z.union([
        z.boolean(),
        z
          .string()
          .max(4_096)
          .refine((value) => split(value).length > 0 && split(value).every(isProxy))
          .transform((value) => split(value).join(',')),
      ]),
    ),
    expects: '"true", "false", or a comma-separated list of addresses, networks (10.0.0.0/8) or "loopback"',
  };
}

function fromDigits(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
}

function fromWord(value: unknown): unknown {
  if (isWord(value, ['true', 'yes', 'on', '1'])) return true;
  if (isWord(value, ['false', 'no', 'off', '0'])) return false;
  return trimmed(value);
}

function isWord(value: unknown, words: readonly string[]): boolean {
  return typeof value === 'string' && words.includes(value.trim().toLowerCase());
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

function split(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `undefined`, which no schema of text takes, where the text is not an origin and nothing more. */
function originOf(value: string): string | undefined {
  const url = URL.canParse(value.trim()) ? new URL(value.trim()) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined;
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  return bare ? url.origin : undefined;
}
