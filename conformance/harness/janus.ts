import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A server under comparison. */
export interface Subject {
  httpPort: number;
  webSocketPort: number;
  adminHttpPort: number;
  adminWebSocketPort: number;
  close(): Promise<void>;
}

/** Parts that nothing is compared with; Lua's, of which Debian lacks a module, crashes Janus at some starts. */
const unneeded = {
  plugins: [
    'lua',
    'duktape',
    'streaming',
    'sip',
    'nosip',
    'voicemail',
    'recordplay',
    'audiobridge',
    'textroom',
  ],
  transports: ['mqtt', 'nanomsg', 'pfunix', 'rabbitmq'],
};

/**
 * Starts Debian's Janus with a copy of its configuration: ports of our own, and no STUN server, which would have to
 * be reachable.
 * @param general settings of the section `general` of its configuration, e.g. `token_auth: 'true'`
 * @param options whether its Video Room is there as well
 */
export async function startJanus(
  general: Readonly<Record<string, string>> = {},
  { videoRoom = false } = {},
): Promise<Subject & { pid: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cardea-janus-'));
  await cp('/etc/janus', folder, { recursive: true });
  const [httpPort, webSocketPort, adminHttpPort, adminWebSocketPort] = await freePorts();
  const settings = Object.entries(general).map(([name, value]) => `\n ${name} = ${value}`);
  await change(path.join(folder, 'janus.jcfg'), /^general: \{/m, `$&${settings.join('')}`);
  await change(path.join(folder, 'janus.jcfg'), /^\s*stun_(server|port) =.*$/gm, '');
  const plugins = videoRoom ? unneeded.plugins : [...unneeded.plugins, 'videoroom'];
  for (const [section, files] of Object.entries({ ...unneeded, plugins })) {
    const disabled = files.map((file) => `libjanus_${file}.so`).join(',');
    await change(
      path.join(folder, 'janus.jcfg'),
      new RegExp(`^${section}: \\{`, 'm'),
      `$&\n disable = "${disabled}"`,
    );
  }
  const http = path.join(folder, 'janus.transport.http.jcfg');
  await change(http, /^\s*port = 8088/m, `port = ${httpPort}`);
  await change(http, /^\s*admin_http = false/m, 'admin_http = true');
  await change(http, /^\s*admin_port = 7088/m, `admin_port = ${adminHttpPort}`);
  const webSockets = path.join(folder, 'janus.transport.websockets.jcfg');
  await change(webSockets, /^\s*ws_port = 8188/m, `ws_port = ${webSocketPort}`);
  await change(webSockets, /^\s*admin_ws = false/m, 'admin_ws = true');
  await change(webSockets, /^\s*admin_ws_port = 7188/m, `admin_ws_port = ${adminWebSocketPort}`);
  const child = spawn('janus', ['-F', folder], { stdio: 'ignore', cwd: folder });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  child.once('error', () => {});
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/janus/info`).catch(() => null);
    if (answer?.ok === true) {
      return { pid: child.pid ?? 0, httpPort, webSocketPort, adminHttpPort, adminWebSocketPort, close };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await close();
  throw new Error('Janus did not answer within 15 s');
}

async function change(file: string, what: RegExp, replacement: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace(what, replacement));
}

/** Four different ones, which are all held before the first is given back. */
async function freePorts(): Promise<[number, number, number, number]> {
  const servers = await Promise.all([1, 2, 3, 4].map(() => listening()));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as [number, number, number, number];
}

function listening(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
}
