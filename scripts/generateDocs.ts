import { writeFile } from 'node:fs/promises';
import { generatedPages } from './docs/pages.ts';

// `npm run docs`: writes the pages that are made from the code.
for (const [file, page] of Object.entries(generatedPages)) {
  await writeFile(new URL(`../${file}`, import.meta.url), page());
  console.log(file);
}
