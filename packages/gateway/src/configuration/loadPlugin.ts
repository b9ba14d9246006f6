import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Plugin } from '../plugins/plugin.ts';
import { SettingsError } from './loadSettings.ts';

const text = z.string().min(1).max(1000);
const method = z.custom<() => unknown>((value) => typeof value === 'function', 'should be a function');

/** Of what a plugin is made, as far as that can be seen from outside. */
const shape = z.object({
  about: z.object({
    package: z.string().regex(/^[\w.-]{1,200}$/, 'should be letters, digits, dots and dashes'),
    name: text,
    author: text,
    description: text,
    version: z.int(),
    versionString: text,
  }),
  attach: method,
  handleAdminMessage: method.optional(),
});

/**
 * Loads a module that exports a plugin, or a function that makes one, as `plugin`.
 * @param file relative to the working directory
 * @throws SettingsError which says what is wrong with it
 */
export async function loadPlugin(file: string): Promise<Plugin> {
  const { plugin: exported } = await importFile(file);
  let made: unknown = exported;
  try {
    if (typeof exported === 'function') made = await (exported as () => unknown)();
  } catch (error) {
    throw failure(file, `could not be made: ${String(error)}`, error);
  }
  const parsed = shape.safeParse(made);
  if (parsed.success) return made as Plugin;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'plugin' : issue.path.join('.');
  throw failure(file, `is not a plugin: ${where}: ${issue?.message ?? 'wrong shape'}`);
}

async function importFile(file: string): Promise<{ plugin?: unknown }> {
  try {
    return (await import(pathToFileURL(path.resolve(file)).href)) as { plugin?: unknown };
  } catch (error) {
    throw failure(
      file,
      `could not be loaded: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
}

function failure(file: string, what: string, cause?: unknown): SettingsError {
  const error = new SettingsError(`The plugin ${file} ${what}.`);
  error.cause = cause;
  return error;
}

/** @throws SettingsError when two have one name */
export function checkPackages(plugins: readonly Plugin[]): void {
  const names = new Set<string>();
  for (const { about } of plugins) {
    if (names.has(about.package)) throw new SettingsError(`There are two plugins ${about.package}.`);
    names.add(about.package);
  }
}
