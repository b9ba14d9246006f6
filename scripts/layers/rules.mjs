/**
 * Who may know whom, as ARCHITECTURE.md draws it: protocol ← server, protocol ← client ← web; media knows nobody. Browser tests and
 * measurements use the parts from outside; the scripts look into one for the documentation made from it.
 */
export const mayKnow = {
  'packages/protocol': [],
  'packages/media': [],
  'packages/settings': [],
  'packages/gateway': ['packages/media', 'packages/settings'],
  'packages/server': ['packages/gateway', 'packages/media', 'packages/protocol', 'packages/settings'],
  'packages/client': ['packages/protocol'],
  'packages/web': ['packages/client', 'packages/protocol'],
  e2e: [
    'conformance',
    'packages/client',
    'packages/gateway',
    'packages/media',
    'packages/protocol',
    'packages/server',
  ],
  conformance: ['packages/client', 'packages/gateway', 'packages/media'],
  examples: ['packages/gateway'],
  bench: [
    'packages/client',
    'packages/gateway',
    'packages/media',
    'packages/protocol',
    'packages/server',
    'conformance',
    'e2e',
  ],
  scripts: ['packages/gateway', 'packages/protocol', 'packages/server', 'packages/settings'],
};

/** The scripts make documentation from tables that are nobody else's business. */
export const mayLookInside = ['scripts'];

/** The part a file belongs to, or `undefined` for a file at the root. */
export function partOf(file) {
  return Object.keys(mayKnow).find((part) => file.startsWith(`${part}/`));
}
