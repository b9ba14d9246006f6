import { isObject, type JsonObject } from './json.ts';

/** What an element may be; a positive integer may be 0, as everywhere in Janus. */
type ElementType = 'a string' | 'an integer' | 'a positive integer' | 'a boolean' | 'an object' | 'an array';

export interface Element {
  name: string;
  type: ElementType;
  required?: true;
}

export type Violation =
  { problem: 'missing'; name: string } | { problem: 'type'; name: string; type: string };

/** The first element, in the order of the table, that is missing or of a wrong type; `null` is a wrong type. */
export function firstViolation(object: JsonObject, elements: readonly Element[]): Violation | null {
  for (const { name, type, required } of elements) {
    const value = object[name];
    if (value === undefined) {
      if (required) return { problem: 'missing', name };
    } else if (!isOfType(value, type)) return { problem: 'type', name, type };
  }
  return null;
}

/** The text that Janus' core and plugins have for it, and clients show. */
export function describe(violation: Violation): string {
  return violation.problem === 'missing'
    ? `Missing mandatory element (${violation.name})`
    : `Invalid element type (${violation.name} should be ${violation.type})`;
}

function isOfType(value: unknown, type: ElementType): boolean {
  switch (type) {
    case 'a string':
      return typeof value === 'string';
    case 'an integer':
      return Number.isInteger(value);
    case 'a positive integer':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0;
    case 'a boolean':
      return typeof value === 'boolean';
    case 'an object':
      return isObject(value);
    case 'an array':
      return Array.isArray(value);
  }
}
