import { readFileSync } from 'node:fs';
import { parseCommandLine } from './configuration/commandLine.ts';
import type { Configuration } from './configuration/configuration.ts';
import { ConfigurationError } from './configuration/configurationError.ts';
import { helpText } from './configuration/helpText.ts';
import { loadConfiguration } from './configuration/loadConfiguration.ts';
import type { AccountCommand } from './operator/accountCommand.ts';
import { startFailure } from './startup/startFailure.ts';
import { version } from './version.ts';

/**
 * The program: settings, certificate, server, and where to find it; or one thing done with the accounts. The parts are
 * loaded when the settings are known to be right, so that help, and what is wrong with a setting, are said at once.
 */
async function main(): Promise<void> {
  const commandLine = parseCommandLine(process.argv.slice(2));
  switch (commandLine.action) {
    case 'help':
      console.log(helpText());
      return;
    case 'version':
      console.log(version);
      return;
    case 'start':
      configuration = configurationFrom(commandLine.configFile);
      await start(configuration);
      return;
    case 'account':
      await account(commandLine.command, configurationFrom(commandLine.configFile));
  }
}

/** Of the server that is being started, for the message when that fails. */
let configuration: Configuration | null = null;

function configurationFrom(configFile: string | null): Configuration {
  return loadConfiguration({ env: process.env, configFile, cwd: process.cwd(), readFile: readIfThere });
}

async function account(command: AccountCommand, settings: Configuration): Promise<void> {
  const { readPassword } = await import('./operator/readPassword.ts');
  const { runAccountCommand } = await import('./operator/runAccountCommand.ts');
  await runAccountCommand(command, settings, {
    readPassword: () => readPassword(process.stdin, (text) => process.stderr.write(text)),
    say: (line) => console.log(line),
  });
}

async function start(settings: Configuration): Promise<void> {
  const { startServer } = await import('./server.ts');
  const { announcement } = await import('./startup/announcement.ts');
  const { stopOnSignal } = await import('./startup/stopOnSignal.ts');
  const { keepCertified } = await import('./tls/keepCertified.ts');
  const { prepareTls } = await import('./tls/tlsMaterial.ts');
  const tls = await prepareTls(settings);
  const server = await startServer(settings, { tls });
  const stopRenewal =
    tls === null
      ? undefined
      : keepCertified({
          current: tls,
          prepare: () => prepareTls(settings),
          apply: (material) => server.useCertificate(material),
          onError: (error) => console.error(`The certificate cannot be renewed: ${String(error)}`),
        });
  stopOnSignal(process, {
    close: async () => {
      stopRenewal?.();
      await server.close();
    },
    exit: (code) => process.exit(code),
    say: (text) => console.log(text),
    now: () => performance.now(),
  });
  console.log(
    await announcement({
      httpPort: server.port,
      publicUrl: settings.publicUrl,
      tls,
      terminal: process.stdout.isTTY,
    }),
  );
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new ConfigurationError(`${file} cannot be read: ${String(error)}`, { cause: error });
  }
}

main().catch((error: unknown) => {
  console.error(startFailure(error, configuration));
  process.exit(1);
});
