// `npm run dev`: the server and the app from their sources, both reloading, in one terminal.
import { spawn } from 'node:child_process';
import { programOf } from './steps/command.mjs';
import { requireNode } from './steps/nodeVersion.mjs';
import { giveUp, installPackages } from './steps/prepare.mjs';
import { root } from './steps/project.mjs';

requireNode();
await installPackages().catch(giveUp);

const port = process.env['PORT'] ?? '8080';
const environment = { ...process.env, PORT: port, CARDEA_API: `http://127.0.0.1:${port}` };
// Pages come from Vite's own address, which is another origin than the server's.
environment.ALLOWED_ORIGINS ??= 'http://localhost:5173,http://127.0.0.1:5173';

const children = [
  start('tsx', ['watch', '--conditions=source', '--clear-screen=false', 'packages/server/src/main.ts']),
  start('vite', ['packages/web', '--clearScreen', 'false', '--port', '5173', '--strictPort']),
];
console.log('\nThe app with reloading: http://localhost:5173\n');

let ending = false;
for (const child of children) child.once('exit', (code) => end(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(0));

function start(program, args) {
  return spawn(process.execPath, [programOf(program), ...args], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** One without the other is of no use, so both end together. */
function end(code) {
  if (ending) return;
  ending = true;
  process.exitCode = code;
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
}
