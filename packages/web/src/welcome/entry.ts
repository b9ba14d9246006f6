import { CardeaError, limits, Name, type ServerInfo } from '@cardea/protocol';

export const entryModes = ['guest', 'sign-in', 'create'] as const;
export type EntryMode = (typeof entryModes)[number];

/** Ways in that a server offers, the usual one first. */
export function modesOf(registration: ServerInfo['registration'] | undefined): readonly EntryMode[] {
  switch (registration) {
    case 'closed':
      return ['sign-in'];
    case 'guests':
      return ['guest', 'sign-in'];
    case 'open':
    case undefined:
      return entryModes;
  }
}

/** What is wrong with an entry before anybody is asked: the field, or `null`. */
export function checkEntry(mode: EntryMode, name: string, password: string): 'name' | 'password' | null {
  if (!Name.safeParse(name).success) return 'name';
  if (mode === 'create' && password.length < limits.passwordMinLength) return 'password';
  if (mode === 'sign-in' && password === '') return 'password';
  return null;
}

/** Beside which field a refusal of the server belongs. */
export function errorField(error: unknown): 'name' | 'password' | 'form' {
  if (!(error instanceof CardeaError)) return 'form';
  switch (error.code) {
    case 'name_taken':
      return 'name';
    case 'wrong_credentials':
      return 'password';
    default:
      return 'form';
  }
}
