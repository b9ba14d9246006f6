import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inProject, root } from './project.mjs';

/** A command that ended with something else than 0. `output` is empty when it was shown already. */
export class CommandFailed extends Error {
  constructor(program, code, output) {
    super(`${program} ended with ${code}`);
    this.output = output;
  }
}

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: Record<string, string> }} options `quiet` keeps its output back unless it fails
 * @returns its output when `quiet`, else nothing
 */
export function command(program, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new CommandFailed(path.basename(program), code ?? signal, output));
    });
  });
}

/**
 * Runs the program of an installed package, without a shell or npx between.
 * @param {string} packageName and, after a colon, the program where it is called otherwise
 * @param {string[]} args
 * @param {Parameters<typeof command>[2]} [options]
 */
export function packageCommand(packageName, args, options) {
  return command(process.execPath, [programOf(packageName), ...args], options);
}

/** The file to run for a package's program: `vite`, or `dependency-cruiser:depcruise`. */
export function programOf(packageName) {
  const [name, program = name] = packageName.split(':');
  const folder = inProject('node_modules', name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[program]);
}

/** npm itself: the one that started this script, if one did. */
export function npm(args, options) {
  const executable = process.env['npm_execpath'];
  if (executable?.endsWith('.js')) return command(process.execPath, [executable, ...args], options);
  if (process.platform === 'win32') return command('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options);
  return command('npm', args, options);
}
