import fc from 'fast-check';

/** How often each property is tried; `npm run fuzz` tries more. */
fc.configureGlobal({ numRuns: Number(process.env['FUZZ_RUNS'] ?? 400) });
