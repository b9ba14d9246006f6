import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from '../testing/users.ts';
import { checkPackages, loadPlugin } from './loadPlugin.ts';

const greeter = fileURLToPath(new URL('../../../../examples/plugins/greeter.ts', import.meta.url));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cardea-plugins-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function fileWith(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

describe("a plugin of somebody's own", () => {
  it('is loaded from a file and answers its clients: the example greets', async () => {
    const plugin = await loadPlugin(greeter);
    const stage = new Stage(plugin);
    const ann = stage.attach('ann', 'janus.plugin.greeter');
    const ids = { ...ann.ids, transaction: 't' };
    const answers: unknown[] = [];
    for (const body of [{ name: 'Ann' }, {}]) {
      await new Promise<void>((resolve) => {
        stage.api.handle(ann, { janus: 'message', ...ids, body }, (answer) => {
          answers.push(answer);
          resolve();
        });
      });
    }
    expect(answers).toMatchObject([
      { janus: 'success', plugindata: { data: { greeting: 'Hello, Ann!', greeted: 1 } } },
      { janus: 'error', error: { code: 462, reason: 'name should be a string' } },
    ]);
  });

  it.each([
    ['nothing.mjs', 'export const x = 1;', 'is not a plugin: plugin'],
    ['noAbout.mjs', 'export const plugin = { attach() {} };', 'is not a plugin: about'],
    [
      'throws.mjs',
      'export const plugin = () => { throw new Error("no database"); };',
      'could not be made: Error: no database',
    ],
    ['broken.mjs', 'export const plugin = {', 'could not be loaded'],
  ])('says what is wrong with it: %s', async (name, text, sentence) => {
    const file = await fileWith(name, text);
    await expect(loadPlugin(file)).rejects.toThrow(`The plugin ${file} ${sentence}`);
  });

  it('says that it is not there, or that another one has its name', async () => {
    await expect(loadPlugin('./nowhere.mjs')).rejects.toThrow('The plugin ./nowhere.mjs could not be loaded');
    const plugin = await loadPlugin(greeter);
    expect(() => checkPackages([plugin, plugin])).toThrow('There are two plugins janus.plugin.greeter.');
  });
});
