import { limits, Name } from '@cardea/protocol';
import { ConfigurationError } from '../configuration/configurationError.ts';

/** What an operator wants done with the accounts. */
export type AccountCommand = { does: 'list' } | { does: 'add' | 'set-password' | 'remove'; name: string };

const usage = 'npm run account -- list, or add, set-password or remove with a NAME';

/**
 * Reads the words after `account`. A name of several words needs no quotes.
 * @throws ConfigurationError for anything else, and for names that nobody may have
 */
export function parseAccountCommand(words: readonly string[]): AccountCommand {
  const [does, ...rest] = words;
  switch (does) {
    case 'list':
      if (rest.length > 0) throw new ConfigurationError(`"list" takes nothing more: ${usage}`);
      return { does };
    case 'add':
    case 'set-password':
    case 'remove':
      return { does, name: nameOf(rest) };
    default:
      throw new ConfigurationError(
        does === undefined ? `It is not said what to do: ${usage}` : `"${does}" is unknown: ${usage}`,
      );
  }
}

function nameOf(words: readonly string[]): string {
  const name = Name.safeParse(words.join(' '));
  if (name.success) return name.data;
  throw new ConfigurationError(
    `A name has 1 to ${limits.nameLength} characters, all of which can be seen: ${usage}`,
  );
}
