import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What is used of a child process; tests have one without a process. */
export type Child = Pick<ChildProcess, 'pid' | 'send' | 'on' | 'kill'>;

/** Starts the worker's program: compiled if this file is compiled, otherwise from its source. */
export function forkWorker(): Child {
  const fromSource = import.meta.url.endsWith('.ts');
  const program = fileURLToPath(new URL(fromSource ? './main.ts' : './main.js', import.meta.url));
  return fork(program, [], {
    serialization: 'advanced',
    execArgv: fromSource ? ['--import', sourceLoader()] : [],
  });
}

function sourceLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
