import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url));

export interface CardeaServerOptions {
  /** Settings as for `npm start`; they win over the harness' own. */
  environment?: Record<string, string>;
  /** Runs the server elsewhere, a network namespace for example. */
  inside?: (command: string, ...args: string[]) => [string, string[]];
  /** Port of HTTP; a free one by default. */
  port?: number;
}

/** The server as `npm start` runs it, in a process of its own that can be killed and started again on its data. */
export class CardeaServer {
  readonly port: number;
  readonly dataDir: string;
  readonly #options: CardeaServerOptions;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, dataDir: string, options: CardeaServerOptions) {
    this.port = port;
    this.dataDir = dataDir;
    this.#options = options;
  }

  static async start(options: CardeaServerOptions = {}): Promise<CardeaServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'cardea-e2e-'));
    const server = new CardeaServer(options.port ?? (await freePort()), dataDir, options);
    await server.start();
    return server;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async start(): Promise<void> {
    const command: [string, ...string[]] = [process.execPath, main];
    const [program, args] = this.#options.inside?.(...command) ?? [command[0], command.slice(1)];
    this.#output = '';
    const child = spawn(program, args, {
      env: {
        PATH: process.env['PATH'],
        HOST: '0.0.0.0',
        PORT: String(this.port),
        HTTPS_PORT: '0',
        DATA_DIR: this.dataDir,
        LOG_LEVEL: 'warn',
        // All visitors come from one address here.
        RATE_LIMIT_FACTOR: '1000',
        ...this.#options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`the server ${why}:\n${this.#output}`));
      const timer = setTimeout(() => fail('is not ready within 60 s'), 60_000);
      child.once('error', (error) => fail(String(error)));
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail(`ended with ${code}`);
      });
      const read = (chunk: Buffer) => {
        if (this.#output.length < 100_000) this.#output += chunk.toString();
        if (this.#output.includes(`http://localhost:${this.port}`)) {
          clearTimeout(timer);
          resolve();
        }
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
    });
  }

  /** As a power cut: no farewell to anybody. The data stays. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Kills the server and removes its data. */
  async close(): Promise<void> {
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
