import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { ConfigurationError } from '../configuration/configurationError.ts';

/** More than any password has, characters; what is longer is not read on. */
const longest = 4_096;

/**
 * Reads a password from standard input, never from the arguments, which every program of the machine can read: the
 * first line of a pipe or file, or what is typed at a terminal, twice and without showing it.
 * @param say for questions at a terminal
 * @throws ConfigurationError if the two differ or the person gives up
 */
export async function readPassword(
  input: NodeJS.ReadableStream & { isTTY?: boolean },
  say: (text: string) => void,
): Promise<string> {
  if (input.isTTY !== true) return firstLine(input);
  const first = await askHidden(input, say, 'Password: ');
  const second = await askHidden(input, say, 'Once more: ');
  if (first !== second) throw new ConfigurationError('The two passwords differ, so nothing was changed');
  return first;
}

async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  input.setEncoding('utf8');
  // Leaving the loop ends the stream, so that the process is not kept alive by a pipe that stays open.
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > longest) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function askHidden(
  input: NodeJS.ReadableStream,
  say: (text: string) => void,
  question: string,
): Promise<string> {
  // readline repeats every key on its output, so it gets one that shows nothing.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  const answer = new Promise<string>((resolve, reject) => {
    reader.once('line', (line) => {
      resolve(line);
      reader.close();
    });
    // Ctrl-C and Ctrl-D; after a line the promise is settled already.
    reader.once('close', () => {
      say('\n');
      reject(new ConfigurationError('No password was given, so nothing was changed'));
    });
  });
  say(question);
  return answer;
}
