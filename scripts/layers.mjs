// `npm run layers`: nothing imports upward, past the entrance of another part, in a circle, or what is not there.
import { cycles } from './layers/cycles.mjs';
import { importGraph, isFile } from './layers/graph.mjs';
import { mayKnow, mayLookInside, partOf } from './layers/rules.mjs';

const graph = importGraph();
const wrong = [];
for (const [file, edges] of graph) {
  const part = partOf(file);
  for (const { to, throughEntrance } of edges) {
    if (!isFile(to)) {
      wrong.push(`${file} imports ${to}, which is not there`);
      continue;
    }
    const other = partOf(to);
    if (other === undefined || other === part) continue;
    if (!mayKnow[part].includes(other)) wrong.push(`${file} may not know ${other}, and imports ${to}`);
    else if (!throughEntrance && !mayLookInside.includes(part)) {
      wrong.push(`${file} imports ${to} past the entrance of ${other}`);
    }
  }
}
for (const circle of cycles(graph)) wrong.push(`in a circle: ${[...circle, circle[0]].join(' → ')}`);

for (const line of wrong) console.error(line);
const imports = [...graph.values()].reduce((sum, edges) => sum + edges.length, 0);
console.log(`${graph.size} files, ${imports} imports, ${wrong.length} against the layers`);
if (wrong.length > 0) process.exitCode = 1;
