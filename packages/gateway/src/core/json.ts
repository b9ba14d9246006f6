/** A JSON object from outside, of which nothing is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads several JSON values written back to back, as Janus takes them in one WebSocket message.
 * @throws SyntaxError when one of them is broken: then none counts
 */
export function parseSequence(text: string): unknown[] {
  const values: unknown[] = [];
  let rest = text.trim();
  do {
    const end = endOfFirst(rest);
    values.push(JSON.parse(rest.slice(0, end)));
    rest = rest.slice(end).trim();
  } while (rest !== '');
  return values;
}

/** Where the first object or array ends: its brackets are balanced, not counting those in strings. */
function endOfFirst(text: string): number {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth <= 0) return index + 1;
    }
  }
  return text.length;
}
