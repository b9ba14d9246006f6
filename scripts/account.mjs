// `npm run account -- add NAME` and the like: what an operator does with accounts, beside a running server or without one.
import { requireNode } from './steps/nodeVersion.mjs';
import { buildServer, giveUp, installPackages } from './steps/prepare.mjs';
import { inProject } from './steps/project.mjs';
import { pathToFileURL } from 'node:url';

requireNode();
await installPackages().then(buildServer).catch(giveUp);
process.argv.splice(2, 0, 'account');
// In this very process, so that a password typed or piped in reaches it.
await import(pathToFileURL(inProject('packages/server/dist/main.js')).href);
