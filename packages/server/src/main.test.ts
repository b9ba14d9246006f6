import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
let dataDir: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'cardea-main-'));
});
afterAll(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  await rm(dataDir, { recursive: true });
});

/** The program from its sources, in a process of its own. */
function run(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', program, ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: '0',
      HTTPS_PORT: 'off',
      DATA_DIR: dataDir,
      WEB_ROOT: dataDir,
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  let errors = '';
  const printed = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const url = /http:\/\/localhost:\d+\n/.exec(output)?.[0];
      if (url !== undefined) resolve(url.trim());
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, output, errors }));
  return { child, printed, ended };
}

describe('the program', () => {
  /** One that lets nobody in by themselves. Each start reads all sources, so it is tested in several respects. */
  let running: ReturnType<typeof run>;
  let url: string;
  beforeAll(async () => {
    running = run([], { REGISTRATION: 'closed' });
    const { printed, ended } = running;
    url = await Promise.race([printed, ended.then(({ errors }) => Promise.reject(new Error(errors)))]);
  }, 60_000);

  it('prints where it is and answers there', async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('says in one sentence that the port is taken', async () => {
    const { port } = new URL(url);
    const { code, errors } = await run([], { PORT: port }).ended;
    expect(code).toBe(1);
    expect(errors.split('\n').find((line) => line.includes(port))).toMatch(/is in use by another program/);
    expect(errors).not.toMatch(/\n\s+at /);
  });

  it('says in one sentence which setting is wrong', async () => {
    const { code, errors } = await run([], { RING_SECONDS: 'long' }).ended;
    expect(code).toBe(1);
    expect(errors).toBe(
      'RING_SECONDS in the environment is "long" but must be a whole number of seconds from 1 to 600, for example RING_SECONDS=60.\n',
    );
  });

  it('makes an account beside a running server that lets nobody in by themselves', async () => {
    const adding = run(['account', 'add', 'Ann', 'Lee']);
    // The pipe stays open: the first line is enough.
    adding.child.stdin.write('correct horse\n');
    const added = await adding.ended;
    expect(added).toMatchObject({ code: 0, errors: '' });
    expect(added.output).toContain('Ann Lee can sign in now.');
    const response = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'ann lee', password: 'correct horse' }),
    });
    expect(response.status).toBe(200);
  });

  it('gives help and version without starting anything', async () => {
    const [help, version] = await Promise.all([run(['--help']).ended, run(['--version']).ended]);
    expect(help).toMatchObject({ code: 0, errors: '' });
    expect(help.output).toContain('TURN_SECRET');
    expect(version.output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('is stopped in order by SIGTERM', async () => {
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0 });
  });
});
