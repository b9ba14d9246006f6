import { ConfigurationError } from '../configuration/configurationError.ts';
import type { Configuration } from '../configuration/configuration.ts';

/**
 * What to tell the person whose start failed: one sentence for what a person can change, and for anything else the
 * whole error, since then it is a fault to be reported.
 */
export function startFailure(
  error: unknown,
  configuration: Pick<Configuration, 'host' | 'port' | 'httpsPort'> | null,
): string {
  if (error instanceof ConfigurationError) return `${error.message.replace(/\.$/, '')}.`;
  if (configuration !== null && isListenError(error)) return listenFailure(error, configuration);
  return `Cardea could not go on.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

interface ListenError extends Error {
  code: string;
  syscall: 'listen';
  port?: number;
}

function isListenError(error: unknown): error is ListenError {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen' && 'code' in error;
}

function listenFailure(
  error: ListenError,
  { host, port, httpsPort }: Pick<Configuration, 'host' | 'port' | 'httpsPort'>,
): string {
  const asked = error.port ?? port;
  const setting = asked === httpsPort && asked !== port ? 'HTTPS_PORT' : 'PORT';
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${asked} is in use by another program: stop that one, or choose another port, for example ${setting}=${asked + 1000} npm start.`;
    case 'EACCES':
      return `This user may not listen on port ${asked}: choose one above 1023, for example ${setting}=${asked + 8000} npm start.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is ${host}, which is not an address of this machine: use one that is, or 0.0.0.0 for all.`;
    default:
      return `Listening on port ${asked} of ${host} failed: ${error.message}.`;
  }
}
