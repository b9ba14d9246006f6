import { existsSync, readdirSync } from 'node:fs';
import { CommandFailed, npm, packageCommand } from './command.mjs';
import { fingerprint, isDone, markDone } from './fingerprint.mjs';
import { inProject } from './project.mjs';

/** Installs the packages of package-lock.json if they are not there, or if it has changed since. */
export async function installPackages() {
  const there = existsSync(inProject('node_modules'));
  if (there && isDone('install', wantedPackages())) return;
  await step('Installing packages (the first time takes a minute)', () =>
    // `ci` on a fresh clone is exact and fast; later `install` changes only what is different.
    npm([there ? 'install' : 'ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'], {
      quiet: true,
    }),
  );
  // Taken again: another npm may have written package-lock.json in its own way.
  markDone('install', wantedPackages());
}

function wantedPackages() {
  const manifests = readdirSync(inProject('packages')).map((name) => `packages/${name}/package.json`);
  return fingerprint([
    'package.json',
    'package-lock.json',
    'e2e/package.json',
    'bench/package.json',
    ...manifests,
  ]);
}

/** Compiles the server and what it needs; the compiler knows itself what is stale. */
export async function buildServer() {
  await step(
    'Compiling the server',
    () => packageCommand('typescript:tsc', ['-b', 'packages/server'], { quiet: true }),
    {
      tellAfter: 1_500,
    },
  );
}

/** Builds the app if any of its sources has changed. */
export async function buildWeb() {
  const print = fingerprint([
    'package-lock.json',
    'tsconfig.base.json',
    'packages/protocol/src',
    'packages/client/src',
    'packages/web/src',
    'packages/web/public',
    'packages/web/index.html',
    'packages/web/package.json',
    'packages/web/vite.config.ts',
  ]);
  if (existsSync(inProject('packages/web/dist/index.html')) && isDone('web', print)) return;
  await step('Building the app', () =>
    packageCommand('vite', ['build', 'packages/web', '--logLevel=warn'], {
      quiet: true,
      // Whatever the server is told, the app is built for use.
      env: { NODE_ENV: 'production' },
    }),
  );
  markDone('web', print);
}

/** Everything `npm start` needs. */
export async function prepare() {
  await installPackages();
  await buildServer();
  await buildWeb();
}

/**
 * Does one thing and says so, with the time it took.
 * @param {{ tellAfter?: number }} options milliseconds in which it may end without a word
 */
export async function step(title, work, { tellAfter = 0 } = {}) {
  const begun = Date.now();
  let told = false;
  const tell = () => {
    told = true;
    console.log(`  ${title} …`);
  };
  if (tellAfter === 0) tell();
  const timer = tellAfter === 0 ? undefined : setTimeout(tell, tellAfter);
  try {
    await work();
  } finally {
    clearTimeout(timer);
  }
  if (told) console.log(`  ${title}: done in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

/** Ends the process after a failed command, with what it had to say. */
export function giveUp(error) {
  if (!(error instanceof CommandFailed)) throw error;
  if (error.output !== '') console.error(error.output.trimEnd());
  console.error(`\n${error.message}, so this cannot go on.`);
  process.exit(1);
}
