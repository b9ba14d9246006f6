import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { command } from './command.mjs';
import { step } from './prepare.mjs';

/** What the tests use from the system: Debian's package, and a file or program that shows that it is there. */
const wanted = [
  { name: 'chromium', sign: 'chromium' },
  { name: 'chromium-headless-shell', sign: 'chromium-headless-shell' },
  { name: 'firefox-esr', sign: 'firefox-esr' },
  { name: 'redis-server', sign: 'redis-server' },
  { name: 'postgresql', sign: '/usr/lib/postgresql' },
  { name: 'coturn', sign: 'turnserver' },
  { name: 'janus', sign: 'janus' },
  { name: 'janus-demos', sign: '/usr/share/janus/demos' },
  { name: 'janus-tools', sign: 'janus-pp-rec' },
  { name: 'iproute2', sign: 'ip' },
  { name: 'iptables', sign: 'iptables' },
  { name: 'nftables', sign: 'nft' },
  { name: 'ffmpeg', sign: 'ffmpeg' },
  { name: 'fonts-noto-cjk', sign: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' },
];

/** Debian keeps programs of administrators out of other people's PATH. */
const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin', '/usr/bin'];

function isThere({ sign }) {
  return sign.startsWith('/')
    ? existsSync(sign)
    : folders.some((folder) => existsSync(path.join(folder, sign)));
}

/**
 * Installs what is missing where that is allowed (root, with apt), else says what to install.
 * @returns names of the packages that are still missing
 */
export async function installSystemPackages() {
  let missing = namesOfMissing();
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await step(`Installing ${missing.join(', ')}`, () => aptInstall(missing));
    missing = namesOfMissing();
  }
  if (missing.length > 0) {
    console.log(`\nThe tests need more of this system than there is. On Debian and Ubuntu:`);
    console.log(`  sudo apt-get install ${missing.join(' ')}\n`);
  }
  return missing;
}

function namesOfMissing() {
  return wanted.filter((each) => !isThere(each)).map(({ name }) => name);
}

async function aptInstall(names) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // Services that come with a package must not be started: the tests run their own.
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
      env: { ...process.env, ...env, RUNLEVEL: '1' },
      encoding: 'utf8',
    });
  if (install().status === 0) return;
  await command('apt-get', ['update', '-q'], { quiet: true, env }).catch(() => undefined);
  const again = install();
  if (again.status !== 0) console.error(again.stderr);
}
