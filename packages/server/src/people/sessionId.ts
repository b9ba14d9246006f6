import { randomUUID } from 'node:crypto';

/** The public name of a session; knowing it gives no right to it. */
export function newSessionId(): string {
  return randomUUID();
}
