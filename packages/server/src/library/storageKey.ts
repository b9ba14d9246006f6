import { randomBytes } from 'node:crypto';

/** The beginning tells ours from other things that may be in a folder or bucket, which are never touched. */
const pattern = /^cardea-[A-Za-z0-9_-]{22}$/;

/** A name for the bytes of an upload, and the id of the upload. It cannot be guessed. */
export function newStorageKey(): string {
  return `cardea-${randomBytes(17).toString('base64url').slice(0, 22)}`;
}

export function isStorageKey(text: string): boolean {
  return pattern.test(text);
}
