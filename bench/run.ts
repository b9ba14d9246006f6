import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, release } from 'node:os';
import { benchAnswerToPicture } from './answerToPicture.ts';
import { benchAppSize } from './appSize.ts';
import { benchGateway } from './gateway.ts';
import { printTable, type Figure } from './harness/report.ts';
import { benchHotPath } from './hotPath.ts';
import { benchJanusCall } from './janusCall.ts';
import { benchRecordingFile, benchRecordingMemory } from './recording.ts';
import { benchAddedCost } from './recording/addedCost.ts';
import { benchSignalling } from './signalling.ts';

const benches: Record<string, { title: string; run: () => Promise<Figure[]> }> = {
  app: { title: 'App', run: benchAppSize },
  gateway: { title: 'Gateway', run: benchGateway },
  hotPath: { title: 'Hot path of the engine', run: benchHotPath },
  janusCall: { title: 'Video Call of janus.js', run: benchJanusCall },
  picture: { title: 'Answer to picture', run: benchAnswerToPicture },
  recordingCost: { title: 'What recording costs in a call', run: benchAddedCost },
  recordingFile: { title: 'From what was recorded to a file', run: benchRecordingFile },
  recordingMemory: { title: 'Memory of a long recording', run: benchRecordingMemory },
  signalling: { title: 'Signalling', run: benchSignalling },
};

/** `npm run bench [-- NAME …]`: runs all benches or those named, prints a table each and all figures as JSON. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const unknown = wanted.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    console.error(
      `There is no bench called ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`,
    );
    process.exitCode = 2;
    return;
  }
  const results: Record<string, Figure[]> = {};
  for (const [name, { title, run }] of Object.entries(benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    results[name] = await run();
    printTable(title, results[name]);
  }
  const report = {
    machine: { cpus: cpus().length, model: cpus()[0]?.model, kernel: release(), node: process.version },
    results,
  };
  const folder = new URL('../.cache/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('bench.json', folder), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${JSON.stringify(report)}`);
}

await main();
