// `npm test [-- checks|unit|conformance|e2e [FILTER …]]`: everything that has to hold, with PostgreSQL, Redis and browsers.
import { command, CommandFailed, packageCommand } from './steps/command.mjs';
import { requireNode } from './steps/nodeVersion.mjs';
import { giveUp, installPackages, prepare } from './steps/prepare.mjs';
import { installSystemPackages } from './steps/systemPackages.mjs';
import { startPostgres } from './services/postgres.mjs';
import { startRedis } from './services/redis.mjs';

requireNode();
const [part = 'all', ...filters] = process.argv.slice(2);
if (!['all', 'checks', 'unit', 'conformance', 'e2e'].includes(part)) {
  console.error(
    `There is no part "${part}": npm test, or npm test -- checks, unit, conformance or e2e, and then parts of file names.`,
  );
  process.exit(2);
}
const inCi = !['', '0', 'false', undefined].includes(process.env['CI']);
const begun = Date.now();
/** @type {{ name: string, result: 'passed' | 'failed' | 'not run', seconds: number }[]} */
const results = [];

await (part === 'checks' || part === 'unit' ? installPackages() : prepare()).catch(giveUp);
if (part === 'all' || part === 'checks') await runChecks();
if (part !== 'checks') await runTests();
report();

async function runChecks() {
  const options = ['--log-level=warn', '--cache', '--cache-strategy=content'];
  const cache = '--cache-location=node_modules/.cache/cardea/prettier';
  // It has one thread and takes as long as the others together, so it runs beside them and speaks afterwards.
  const format = check('Format (prettier)', 'prettier', ['--check', ...options, cache, '.'], { quiet: true });
  await check('Types (tsc)', 'typescript:tsc', ['-b']);
  await check('Lint (oxlint)', 'oxlint', ['--type-aware', '--deny-warnings']);
  await check('Layers', 'scripts/layers.mjs');
  await check('Dead code (knip)', 'knip', ['--no-progress']);
  await format;
}

async function runTests() {
  const missing = await installSystemPackages();
  if (missing.length > 0 && inCi) {
    results.push({ name: `System packages (${missing.join(', ')} missing)`, result: 'failed', seconds: 0 });
    return;
  }
  const services = [];
  const env = {};
  const needsDatabases = part === 'all' || part === 'unit';
  if (!missing.includes('postgresql') && needsDatabases) {
    const postgres = await startPostgres();
    services.push(postgres);
    env.TEST_DATABASE_URL = postgres.url;
  }
  if (!missing.includes('redis-server') && needsDatabases) {
    const redis = await startRedis();
    services.push(redis);
    env.TEST_REDIS_URL = redis.url;
  }
  // One run for all, so that vitest's closing lines count everything.
  let projects = part === 'all' ? ['unit', 'conformance', 'e2e'] : [part];
  for (const [project, system] of [
    ['conformance', 'janus'],
    ['e2e', 'chromium'],
  ]) {
    if (!projects.includes(project) || !missing.includes(system)) continue;
    projects = projects.filter((name) => name !== project);
    results.push({ name: `Tests (${project}), for want of ${system}`, result: 'not run', seconds: 0 });
  }
  try {
    if (projects.length > 0) {
      const options = projects.flatMap((name) => ['--project', name]);
      await check(`Tests (${projects.join(', ')})`, 'vitest', ['run', ...options, ...filters], { env });
    }
  } finally {
    await Promise.all(services.map((service) => service.stop()));
  }
}

/**
 * Runs the program of a package, or a script of this repository, and takes down how it ended.
 * @param {Parameters<typeof command>[2]} [options]
 */
async function check(name, program, args = [], options = {}) {
  const title = `\n━━ ${name}`;
  if (options.quiet !== true) console.log(title);
  const start = Date.now();
  let result = 'passed';
  try {
    if (program.endsWith('.mjs')) await command(process.execPath, [program, ...args], options);
    else await packageCommand(program, args, options);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    result = 'failed';
    if (options.quiet === true) console.log(`${title}\n${error.output.trimEnd()}`);
  }
  results.push({ name, result, seconds: (Date.now() - start) / 1000 });
}

function report() {
  console.log(`\n━━ Summary, ${((Date.now() - begun) / 1000).toFixed(0)} s`);
  for (const { name, result, seconds } of results) {
    console.log(`  ${result === 'passed' ? '✓' : '✗'} ${name}: ${result} (${seconds.toFixed(1)} s)`);
  }
  if (results.some(({ result }) => result === 'failed')) process.exitCode = 1;
}
