import { defineConfig } from 'vitest/config';

// Packages are read from their sources, so that tests need no build and their traces name what one edits.
const conditions = ['source', 'module', 'node', 'development|production'];
const resolve = { conditions };
const ssr = { resolve: { conditions } };
/** Files share a process, so that it reads the sources only once; a test leaves no traces in a module or in the process. */
const shared = { isolate: false, maxWorkers: 2 };

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          ...shared,
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'conformance',
          include: ['conformance/**/*.test.ts'],
          ...shared,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          // So that a module it loads can be put aside (janode.test.ts).
          server: { deps: { inline: ['janode'] } },
          include: ['e2e/**/*.test.ts'],
          // Much of a browser test is waiting for timers and devices, so two files share two cores well.
          ...shared,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
