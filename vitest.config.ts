import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Packages are read from their sources, so that tests need no build and their traces name what one edits.
const conditions = ['source', 'module', 'node', 'development|production'];
const resolve = { conditions };
// Node itself knows no "module", under which some packages have files that only a bundler can follow.
const ssr = { resolve: { conditions: conditions.filter((condition) => condition !== 'module') } };
/** Files share a process, so that it reads the sources only once; a test leaves no traces in a module or in the process. */
const shared = { isolate: false, maxWorkers: 2 };

/** Longest first, so that at the end no process waits for the other. Their sizes do not tell, and a fresh clone knows no times. */
const longest = [
  ...['packages/server/src/main', 'packages/media/src/worker/workers', 'packages/server/src/severalServers'],
  ...[
    'e2e/recording',
    'e2e/firefox',
    'e2e/inCall',
    'e2e/call',
    'e2e/ringing',
    'e2e/library',
    'e2e/firefoxNetworks',
  ],
  ...[
    'e2e/app',
    'e2e/gatewayPath',
    'e2e/callPath',
    'e2e/desktop',
    'e2e/callKeepsakes',
    'e2e/people',
    'e2e/networks',
  ],
  ...[
    'e2e/narrowNetworks',
    'e2e/firefoxRinging',
    'e2e/firefoxRecording',
    'e2e/recordingCrash',
    'e2e/mediaVanish',
  ],
  ...['e2e/lab', 'e2e/mediaCalls', 'e2e/mediaCodecs', 'e2e/janusClients'],
];

class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return Promise.resolve([...files].sort((a, b) => rank(a) - rank(b)));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          setupFiles: ['scripts/propertyRuns.ts'],
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
