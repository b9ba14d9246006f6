import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a router translates addresses, see {@link TestInternet}. */
export type Nat = 'cone' | 'symmetric';

/**
 * A small internet of network namespaces: one public host and homes behind routers of their own.
 *
 * ```
 *   public 203.0.113.1 ──┬── router-1 203.0.113.11 ── NAT ── home-1 10.1.0.2
 *    (server, coturn)    └── router-2 203.0.113.12 ── NAT ── home-2 10.2.0.2
 * ```
 *
 * `cone` routers keep one outside port for an inside port whoever it talks to, so STUN finds a way through;
 * `symmetric` ones take a new random port for each destination, so only a relay does (RFC 4787, 4.1).
 * Needs root, iproute2 and iptables.
 */
export class TestInternet {
  readonly publicAddress = '203.0.113.1';
  readonly #prefix = `c${process.pid % 100_000}`;
  readonly #namespaces: string[] = [];
  readonly #ports: Server[] = [];
  /** How often each home has changed its network. */
  readonly #changes = new Map<number, number>();
  #folder: string | undefined;

  static async create(homes: Nat[]): Promise<TestInternet> {
    const internet = new TestInternet();
    try {
      internet.#build(homes);
      internet.#folder = await mkdtemp(join(tmpdir(), 'cardea-net-'));
    } catch (error) {
      await internet.close();
      throw error;
    }
    return internet;
  }

  get publicHost(): string {
    return `${this.#prefix}-pub`;
  }

  /** @param number 1 for the first home */
  home(number: number): string {
    return `${this.#prefix}-home${number}`;
  }

  /** Runs a command in a namespace and waits for it. */
  run(namespace: string, ...command: string[]): string {
    return sh('ip', 'netns', 'exec', namespace, ...command);
  }

  /** Like {@link run}, for a command that may fail: what it printed, or nothing. */
  try(namespace: string, ...command: string[]): string {
    const result = spawnSync('ip', ['netns', 'exec', namespace, ...command], {
      encoding: 'utf8',
      timeout: 2_000,
    });
    return result.stdout ?? '';
  }

  /** A command line that runs a program inside a namespace, for `spawn`. */
  inside(namespace: string, ...command: string[]): [string, string[]] {
    return ['ip', ['netns', 'exec', namespace, ...command]];
  }

  /** An executable that starts a browser inside a namespace, for drivers that want one path. */
  async wrapper(namespace: string, executable: string): Promise<string> {
    if (this.#folder === undefined) throw new Error('the network is closed');
    const path = join(this.#folder, `${namespace}-${executable.replace(/\W/g, '_')}`);
    await writeFile(path, `#!/bin/sh\nexec ip netns exec ${namespace} ${executable} "$@"\n`);
    await chmod(path, 0o755);
    return path;
  }

  /**
   * Makes a port of a namespace's loopback reachable on the same port here, for drivers that steer a browser over
   * TCP. Both ends meet at a socket file, which belongs to no network, so the home gets no link by it.
   */
  async openPort(namespace: string, port: number): Promise<void> {
    if (this.#folder === undefined) throw new Error('the network is closed');
    const path = join(this.#folder, `${namespace}-${port}`);
    const pipes = `require('net').createServer((here) => {
      const there = require('net').connect(${port}, '127.0.0.1');
      for (const end of [here, there]) end.on('error', () => (here.destroy(), there.destroy()));
      here.pipe(there).pipe(here);
    }).listen('${path}', () => console.log('open'))`;
    const [command, args] = this.inside(namespace, process.execPath, '-e', pipes);
    await once(spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout, 'data');
    const server = createServer((here) => {
      const there = connect(path);
      for (const end of [here, there]) end.on('error', () => (here.destroy(), there.destroy()));
      here.pipe(there).pipe(here);
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.#ports.push(server);
  }

  /**
   * The home changes its network, as a laptop does that leaves the Wi-Fi: the old link and its address are gone,
   * a new one with another address is there, behind the same router.
   */
  changeNetwork(number: number): void {
    const home = this.home(number);
    const router = this.#router(number);
    const before = this.#changes.get(number) ?? 0;
    const now = before + 1;
    this.#changes.set(number, now);
    sh('ip', '-n', home, 'link', 'delete', `lan${before}`);
    this.#link(home, `lan${now}`, router, `lan${now}`);
    sh('ip', '-n', home, 'address', 'add', `10.${number}.${now}.2/24`, 'dev', `lan${now}`);
    sh('ip', '-n', router, 'address', 'add', `10.${number}.${now}.1/24`, 'dev', `lan${now}`);
    sh('ip', '-n', home, 'route', 'add', 'default', 'via', `10.${number}.${now}.1`);
  }

  /** The router of a home translates addresses in another way from now on; connections that are there keep their ports. */
  changeNat(number: number, nat: Nat): void {
    this.run(this.#router(number), 'iptables', '-t', 'nat', '-R', 'POSTROUTING', '1', ...translation(nat));
  }

  /**
   * What a home gets from outside comes no faster than this; what is too much waits for up to 600 ms, as in many home routers.
   * @param kilobits a second; `null`: as fast as it can
   */
  narrow(number: number, kilobits: number | null): void {
    const router = this.#router(number);
    const change = [
      'tc',
      '-n',
      router,
      'qdisc',
      kilobits === null ? 'delete' : 'replace',
      'dev',
      'lan0',
      'root',
    ];
    const limit = ['tbf', 'rate', `${kilobits}kbit`, 'burst', '5kb', 'latency', '600ms'];
    sh(...(change as [string]), ...(kilobits === null ? [] : limit));
  }

  /** Bytes that a home has sent to outside. */
  sentBy(number: number): number {
    return Number(this.run(this.home(number), 'cat', '/sys/class/net/lan0/statistics/tx_bytes'));
  }

  async close(): Promise<void> {
    for (const port of this.#ports.splice(0)) port.close();
    for (const name of this.#namespaces.splice(0)) {
      for (const pid of sh('ip', 'netns', 'pids', name).split('\n').filter(Boolean)) {
        try {
          process.kill(Number(pid), 'SIGKILL');
        } catch (error) {
          // It ended by itself in between.
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
        }
      }
      sh('ip', 'netns', 'delete', name);
    }
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  #build(homes: Nat[]): void {
    const pub = this.publicHost;
    this.#namespace(pub);
    sh('ip', '-n', pub, 'link', 'add', 'br0', 'type', 'bridge');
    sh('ip', '-n', pub, 'address', 'add', `${this.publicAddress}/24`, 'dev', 'br0');
    sh('ip', '-n', pub, 'link', 'set', 'br0', 'up');
    // As on the Internet, packets to private addresses leave and are never heard of again; without a route the
    // relay would see errors that it does not see in reality.
    const nowhere = '203.0.113.254';
    sh(
      'ip',
      '-n',
      pub,
      'neighbour',
      'add',
      nowhere,
      'lladdr',
      '02:00:00:00:00:fe',
      'dev',
      'br0',
      'nud',
      'permanent',
    );
    sh('ip', '-n', pub, 'route', 'add', 'default', 'via', nowhere);
    homes.forEach((nat, index) => this.#addHome(index + 1, nat));
  }

  #addHome(number: number, nat: Nat): void {
    const router = this.#router(number);
    const home = this.home(number);
    this.#namespace(router);
    this.#namespace(home);
    this.#link(this.publicHost, `port${number}`, router, 'wan0');
    sh('ip', '-n', this.publicHost, 'link', 'set', `port${number}`, 'master', 'br0');
    sh('ip', '-n', router, 'address', 'add', `203.0.113.${10 + number}/24`, 'dev', 'wan0');
    this.#link(home, 'lan0', router, 'lan0');
    sh('ip', '-n', home, 'address', 'add', `10.${number}.0.2/24`, 'dev', 'lan0');
    sh('ip', '-n', router, 'address', 'add', `10.${number}.0.1/24`, 'dev', 'lan0');
    sh('ip', '-n', home, 'route', 'add', 'default', 'via', `10.${number}.0.1`);
    this.run(router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
    this.run(router, 'iptables', '-t', 'nat', '-A', 'POSTROUTING', ...translation(nat));
    this.run(router, 'iptables', '-t', 'nat', '-A', 'POSTROUTING', '-o', 'wan0', '-j', 'MASQUERADE');
    // As home routers do: from outside only what was asked for. Dropped and not rejected, because a rejected
    // first packet of hole punching would make connection tracking give the real one another port.
    this.run(router, 'iptables', '-A', 'INPUT', '-i', 'wan0', '-j', 'DROP');
    this.run(
      router,
      'iptables',
      '-A',
      'FORWARD',
      '-i',
      'wan0',
      '-m',
      'conntrack',
      '--ctstate',
      'ESTABLISHED,RELATED',
      '-j',
      'ACCEPT',
    );
    this.run(router, 'iptables', '-A', 'FORWARD', '-i', 'wan0', '-j', 'DROP');
  }

  #router(number: number): string {
    return `${this.#prefix}-rtr${number}`;
  }

  #namespace(name: string): void {
    sh('ip', 'netns', 'add', name);
    this.#namespaces.push(name);
    sh('ip', '-n', name, 'link', 'set', 'lo', 'up');
  }

  #link(oneNamespace: string, one: string, otherNamespace: string, other: string): void {
    sh(
      'ip',
      'link',
      'add',
      one,
      'netns',
      oneNamespace,
      'type',
      'veth',
      'peer',
      'name',
      other,
      'netns',
      otherNamespace,
    );
    sh('ip', '-n', oneNamespace, 'link', 'set', one, 'up');
    sh('ip', '-n', otherNamespace, 'link', 'set', other, 'up');
  }
}

/** What an iptables rule says of UDP. */
function translation(nat: Nat): string[] {
  const random = nat === 'symmetric' ? ['--random-fully'] : [];
  return ['-o', 'wan0', '-p', 'udp', '-j', 'MASQUERADE', ...random];
}

function sh(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
