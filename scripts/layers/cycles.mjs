/**
 * Circles of modules that need each other when they are loaded. Types alone may refer back.
 * @param {Map<string, { to: string, typesOnly: boolean }[]>} graph
 * @returns {string[][]} each circle once
 */
export function cycles(graph) {
  const found = [];
  const done = new Set();
  const visit = (file, way) => {
    const start = way.indexOf(file);
    if (start !== -1) {
      found.push(way.slice(start));
      return;
    }
    if (done.has(file)) return;
    for (const { to, typesOnly } of graph.get(file) ?? []) if (!typesOnly) visit(to, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
