// `npm start`: installs what is missing, builds what is stale, and serves everything.
import { requireNode } from './steps/nodeVersion.mjs';
import { giveUp, prepare } from './steps/prepare.mjs';
import { inProject } from './steps/project.mjs';
import { pathToFileURL } from 'node:url';

requireNode();
await prepare().catch(giveUp);
// In this very process, so that arguments, signals and the exit code need nobody to pass them on.
await import(pathToFileURL(inProject('packages/server/dist/main.js')).href);
