import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * A program that runs until it is stopped.
 * @param {string} program
 * @param {string[]} args
 * @param {{ ready: string, stopSignal?: NodeJS.Signals, options?: import('node:child_process').SpawnOptions }} how
 *   `ready` is what it prints when it can be used
 * @returns {Promise<{ stop: () => Promise<void> }>}
 */
export async function startService(program, args, { ready, stopSignal = 'SIGTERM', options = {} }) {
  // A group of its own keeps Ctrl-C in the terminal from ending it before those who use it.
  const child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  await new Promise((resolve, reject) => {
    const read = (chunk) => {
      if (output.length < 100_000) output += chunk.toString();
      if (output.includes(ready)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${output}`)));
  });
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  return {
    async stop() {
      process.off('exit', killNow);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill(stopSignal);
      await exited;
    },
  };
}
