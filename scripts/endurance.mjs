// `npm run endurance [-- CRASHES SECONDS]`: recordings in real browsers for longer than `npm test` has time for, and a large file. Kills so
// many tabs while they record (20 unless told), and records calls whose parts last so many seconds (16 unless told: the
// call in which everything happens lasts two minutes then).
import { packageCommand } from './steps/command.mjs';
import { requireNode } from './steps/nodeVersion.mjs';
import { giveUp, prepare } from './steps/prepare.mjs';

requireNode();
const [crashes = '20', seconds = '16'] = process.argv.slice(2);
if (![crashes, seconds].every((value) => /^[1-9]\d{0,3}$/.test(value))) {
  console.error('npm run endurance, or npm run endurance -- CRASHES SECONDS with two whole numbers.');
  process.exit(2);
}
await prepare().catch(giveUp);
await packageCommand(
  'vitest',
  [
    ...['run', '--project', 'e2e', '--testTimeout', '900000', '--no-file-parallelism'],
    ...['e2e/recording', 'e2e/firefoxRecording', 'e2e/call.test'],
  ],
  {
    env: {
      CARDEA_ENDURANCE: '1',
      CARDEA_CRASHES: crashes,
      CARDEA_RECORDING_PART: seconds,
      CARDEA_FILE_MB: '50',
    },
  },
).catch(giveUp);
