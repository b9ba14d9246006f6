// `npm run fuzz [-- RUNS [FILTER …]]`: tries each property so many times, 20,000 unless told, in all test files that have some.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageCommand } from './steps/command.mjs';
import { requireNode } from './steps/nodeVersion.mjs';
import { giveUp, installPackages } from './steps/prepare.mjs';
import { inProject, root } from './steps/project.mjs';

requireNode();
const [runs = '20000', ...filters] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(runs)) {
  console.error(`"${runs}" is no number of runs: npm run fuzz, or npm run fuzz -- 100000 rtcp.`);
  process.exit(2);
}
await installPackages().catch(giveUp);
const files = readdirSync(inProject('packages')).flatMap((name) =>
  withProperties(inProject('packages', name, 'src')),
);
const wanted = files.filter(
  (file) => filters.length === 0 || filters.some((filter) => file.includes(filter)),
);
if (wanted.length === 0) {
  console.error(`No test file with properties has ${filters.join(' or ')} in its path.`);
  process.exit(2);
}
const options = ['run', '--project', 'unit', '--testTimeout', '0'];
await packageCommand('vitest', [...options, ...wanted], { env: { FUZZ_RUNS: runs } }).catch(giveUp);

function withProperties(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.test\.tsx?$/.test(file))
    .map((file) => path.relative(root, path.join(folder, file)))
    .filter((file) => readFileSync(inProject(file), 'utf8').includes("'fast-check'"));
}
