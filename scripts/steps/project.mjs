import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the scripts remember what they have done; `npm ci` removes it with everything else it refers to. */
export const stamps = path.join(root, 'node_modules', '.cache', 'cardea');

/** An absolute path from one that starts at the repository. */
export function inProject(...parts) {
  return path.join(root, ...parts);
}
