import { SettingsError } from './loadSettings.ts';

/** What to tell the operator whose start failed: a sentence for what can be changed, and of anything else, a fault to be reported, the whole. */
export function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SettingsError) return error.message;
  const { syscall, code, port, path, message, stack }: NodeJS.ErrnoException & { port?: number } = error;
  switch (syscall) {
    case 'listen':
    case 'getaddrinfo':
      return listenFailure(code, port, message);
    case 'mkdir':
    case 'access':
      return `Nothing can be recorded in ${path?.replace(/\/\.$/, '')} (${code}): give --recordings-dir a folder that this user may write to.`;
    default:
      return stack ?? message;
  }
}

function listenFailure(code: string | undefined, port: number | undefined, message: string): string {
  const settings = '--http-port, --websocket-port or their admin counterparts';
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program: stop that one, or choose another port with ${settings}.`;
    case 'EACCES':
      return `This user may not listen on port ${port}: choose one above 1023 with ${settings}.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `Nothing can be listened to (${message}): give --host an address of this machine.`;
    default:
      return `The gateway cannot listen: ${message}.`;
  }
}
