// `npm run bench [-- NAME …]`: prepares everything and measures.
import { installSystemPackages } from './steps/systemPackages.mjs';
import { command, programOf } from './steps/command.mjs';
import { requireNode } from './steps/nodeVersion.mjs';
import { giveUp, prepare } from './steps/prepare.mjs';

requireNode();
await prepare().catch(giveUp);
await installSystemPackages();
await command(process.execPath, [
  programOf('tsx'),
  '--conditions=source',
  'bench/run.ts',
  ...process.argv.slice(2),
]).catch(giveUp);
