/**
 * What a module imports, as written. Prettier's formatting of imports is relied on, which the checks see to.
 * @param {string} source
 * @returns {{ specifier: string, typesOnly: boolean }[]}
 */
export function importsOf(source) {
  const found = [];
  const statements =
    /^(?:import|export)\s+(type\s)?(?:[\w*${}\s,]+?\sfrom\s+)?'([^']+)'|\bimport\(\s*(?:\/\*.*?\*\/\s*)?'([^']+)'\s*\)/gm;
  for (const [, type, still, lazy] of source.matchAll(statements)) {
    found.push({ specifier: still ?? lazy, typesOnly: type !== undefined });
  }
  return found;
}
