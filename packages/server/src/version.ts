import { readFileSync } from 'node:fs';
import * as z from 'zod';

// Both src/ and dist/ are next to package.json.
const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

/** Of this package. */
export const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));
