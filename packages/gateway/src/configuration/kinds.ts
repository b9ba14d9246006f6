import * as z from 'zod';

/** How the text of a flag or of a variable is read, and in words what is wanted. */
export interface Kind<T> {
  readonly schema: z.ZodType<T>;
  /** Completes "NAME must be …". */
  readonly expects: string;
}

/** From `min` to `max`, both included. */
export function wholeNumber(min: number, max: number, unit = ''): Kind<number> {
  const of = unit === '' ? 'a whole number' : `a whole number of ${unit}`;
  const digits = z.string().regex(/^\d{1,15}$/);
  return {
    schema: digits.transform(Number).pipe(z.int().min(min).max(max)),
    expects: `${of} from ${min} to ${max}`,
  };
}

export function flag(): Kind<boolean> {
  const words = z.enum(['true', 'false']);
  return { schema: words.transform((word) => word === 'true'), expects: '"true" or "false"' };
}

export function text(expects: string, fits: (value: string) => boolean = () => true): Kind<string> {
  return { schema: z.string().min(1).max(4096).refine(fits), expects };
}

/** `null` unless it is set. */
export function optional<T>(kind: Kind<T>): Kind<T | null> {
  return { schema: kind.schema, expects: kind.expects };
}

/** Up to 100, separated by commas. */
export function list<T>(item: Kind<T>, expects: string): Kind<T[]> {
  const parts = z.string().transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
  return {
    schema: parts.pipe(z.array(z.string()).max(100)).pipe(z.array(item.schema as z.ZodType<T, string>)),
    expects,
  };
}

/** Two UDP ports, `begin-end`. */
export function portRange(): Kind<{ begin: number; end: number }> {
  const range = z.string().regex(/^\d{1,5}-\d{1,5}$/);
  return {
    schema: range
      .transform((value) => {
        const [begin = 0, end = 0] = value.split('-').map(Number);
        return { begin, end };
      })
      .refine(({ begin, end }) => begin >= 1024 && begin <= end && end <= 65_535),
    expects: 'two ports from 1024 to 65535, like 20000-40000',
  };
}

export function url(...schemes: string[]): Kind<string> {
  const fits = (value: string) => URL.canParse(value) && schemes.includes(new URL(value).protocol);
  return text(`an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`, fits);
}
