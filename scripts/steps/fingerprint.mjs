import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inProject, root, stamps } from './project.mjs';

/**
 * A hash over names and contents of files and of everything in folders.
 * @param {string[]} paths from the repository's folder; those that do not exist are left out
 */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((each) => filesIn(inProject(each)))) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesIn(place) {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesIn(path.join(place, name)));
}

/** Whether a step was last done with exactly this fingerprint. */
export function isDone(step, print) {
  const file = path.join(stamps, step);
  return statSync(file, { throwIfNoEntry: false }) !== undefined && readFileSync(file, 'utf8') === print;
}

/** Remembers that a step is done. */
export function markDone(step, print) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(path.join(stamps, step), print);
}
