import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { generatedPages } from './pages.ts';

describe('documentation made from the code', () => {
  it.each(Object.entries(generatedPages))('%s is up to date, else: npm run docs', async (file, page) => {
    expect(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')).toBe(page());
  });
});
