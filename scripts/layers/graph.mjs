import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../steps/project.mjs';
import { importsOf } from './imports.mjs';
import { mayKnow } from './rules.mjs';

/**
 * Every source file with the files of this repository that it imports, and how.
 * @returns {Map<string, { to: string, typesOnly: boolean, throughEntrance: boolean }[]>}
 *   paths from the repository's folder; `to` is the specifier itself where nothing is found behind it
 */
export function importGraph() {
  const entrances = packageEntrances();
  const graph = new Map();
  for (const file of Object.keys(mayKnow).flatMap(sourcesIn)) {
    const edges = importsOf(readFileSync(path.join(root, file), 'utf8')).flatMap(
      ({ specifier, typesOnly }) => {
        if (specifier.startsWith('.')) {
          const to = path.posix.join(path.posix.dirname(file), specifier.replace(/[?#].*$/, ''));
          return [{ to, typesOnly, throughEntrance: false }];
        }
        if (!specifier.startsWith('@cardea/')) return [];
        return [
          {
            to: entranceBehind(specifier.replace(/[?#].*$/, ''), entrances) ?? specifier,
            typesOnly,
            throughEntrance: true,
          },
        ];
      },
    );
    graph.set(file, edges);
  }
  return graph;
}

/** Whether there is such a file. */
export function isFile(file) {
  return existsSync(path.join(root, file));
}

function sourcesIn(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return ['dist', 'dist-types', 'node_modules'].includes(entry.name) ? [] : sourcesIn(file);
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [file] : [];
  });
}

/** Specifiers that package.json files offer, `*` included, with the sources behind them. */
function packageEntrances() {
  return Object.keys(mayKnow)
    .filter((part) => isFile(`${part}/package.json`))
    .flatMap((part) => {
      const { name, exports = {} } = JSON.parse(readFileSync(path.join(root, part, 'package.json'), 'utf8'));
      return Object.entries(exports).map(([key, { source }]) => ({
        specifier: path.posix.join(name, key),
        source: path.posix.join(part, source),
      }));
    });
}

function entranceBehind(specifier, entrances) {
  for (const entrance of entrances) {
    const [before, after] = entrance.specifier.split('*');
    if (after === undefined && specifier === entrance.specifier) return entrance.source;
    if (after !== undefined && specifier.startsWith(before) && specifier.endsWith(after)) {
      return entrance.source.replace('*', specifier.slice(before.length, specifier.length - after.length));
    }
  }
  return undefined;
}
