import { CardeaError, limits, Password } from '@cardea/protocol';
import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration.ts';
import { ConfigurationError } from '../configuration/configurationError.ts';
import { Accounts } from '../people/accounts.ts';
import { Passwords } from '../people/passwords.ts';
import { closeStorage, openStorage } from '../storage/storage.ts';
import type { AccountCommand } from './accountCommand.ts';
import { OperatorAccounts, type ListedPerson } from './operatorAccounts.ts';

export interface Desk {
  /** Asked for only when one is needed. */
  readPassword: () => Promise<string>;
  say: (line: string) => void;
}

/**
 * Works on the database itself, so it does not matter whether a server runs beside it. A server that does ends what
 * was ended here within half a minute.
 * @throws ConfigurationError with one sentence for what the operator can change
 */
export async function runAccountCommand(
  command: AccountCommand,
  settings: Pick<Configuration, 'dataDir' | 'databaseUrl'>,
  desk: Desk,
): Promise<void> {
  const storage = await openStorage({
    ...settings,
    program: 'operator',
    onError: (error) => desk.say(String(error)),
  });
  try {
    const passwords = new Passwords();
    const office = {
      accounts: new Accounts(storage.db, passwords, Date.now),
      everybody: new OperatorAccounts(storage.db, passwords),
    };
    // Told every time: with other settings than the server's it would be the wrong database, and nobody would notice.
    desk.say(`Database: ${databaseName(settings)}`);
    for (const line of await run(command, office, desk)) desk.say(line);
  } finally {
    await closeStorage(storage);
  }
}

async function run(
  command: AccountCommand,
  { accounts, everybody }: { accounts: Accounts; everybody: OperatorAccounts },
  { readPassword }: Desk,
): Promise<string[]> {
  switch (command.does) {
    case 'list': {
      const people = await everybody.list();
      return people.length === 0 ? ['There is nobody yet.'] : people.map(line);
    }
    case 'add': {
      const { name } = command;
      if ((await everybody.find(name)) !== null) throw nameTaken(name);
      const password = checked(await readPassword());
      try {
        await accounts.createAccount(name, password);
      } catch (error) {
        if (error instanceof CardeaError && error.code === 'name_taken') throw nameTaken(name);
        throw error;
      }
      return [`${name} can sign in now.`];
    }
    case 'set-password': {
      const person = await found(everybody, command.name);
      await everybody.setPassword(person.id, checked(await readPassword()));
      const before = person.kind === 'guest' ? ' was a guest, has an account now, and' : '';
      return [`${person.name}${before} has to sign in with the new password on every device.`];
    }
    case 'remove': {
      const person = await found(everybody, command.name);
      await everybody.remove(person.id);
      return [`${person.name} is removed, and the name is free.`];
    }
  }
}

async function found(everybody: OperatorAccounts, name: string): Promise<ListedPerson> {
  const person = await everybody.find(name);
  if (person === null)
    throw new ConfigurationError(`Nobody is called ${name}; npm run account -- list shows who is here`);
  return person;
}

function nameTaken(name: string): ConfigurationError {
  return new ConfigurationError(
    `Somebody is called ${name} already: choose another name, or give them a password with npm run account -- set-password ${name}`,
  );
}

function checked(password: string): string {
  if (Password.safeParse(password).success) return password;
  throw new ConfigurationError(
    `A password has ${limits.passwordMinLength} to ${limits.passwordMaxLength} characters, and this one has ${password.length}`,
  );
}

function line({ name, kind, createdAt }: ListedPerson): string {
  return `${new Date(createdAt).toISOString().slice(0, 10)}  ${kind.padEnd('account'.length)}  ${name}`;
}

/** Without user and password, which nobody wants on a screen. */
function databaseName({ dataDir, databaseUrl }: Pick<Configuration, 'dataDir' | 'databaseUrl'>): string {
  if (databaseUrl === null) return join(dataDir, 'cardea.db');
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL, ${host}${pathname}`;
}
