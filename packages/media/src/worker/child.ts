import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What is used of a child process; tests have one without a process. */
export type Child = Pick<ChildProcess, 'pid' | 'send' | 'on' | 'kill'>;

/**
 * Packets live for milliseconds, so that room for many dead ones is only memory: under load this is a third of what a worker takes, and costs
 * nothing (`npm run bench -- gateway`).
 */
const smallHeap = ['--max-semi-space-size=2'];
/** The same for glibc, which gives each thread of the WebRTC library an arena of its own. Other systems do not know it, and an operator may set another number. */
const fewArenas = { MALLOC_ARENA_MAX: '2' };

/** Starts the worker's program: compiled if this file is compiled, otherwise from its source. */
export function forkWorker(): Child {
  const fromSource = import.meta.url.endsWith('.ts');
  const program = fileURLToPath(new URL(fromSource ? './main.ts' : './main.js', import.meta.url));
  return fork(program, [], {
    serialization: 'advanced',
    execArgv: [...smallHeap, ...(fromSource ? ['--import', sourceLoader()] : [])],
    env: { ...fewArenas, ...process.env },
  });
}

function sourceLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
