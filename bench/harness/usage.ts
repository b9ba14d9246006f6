import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc; Linux has 100 on all machines that Node runs on. */
const ticks = 100;

/** A process and all that it has started. */
export function family(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? statOf(Number(name))?.parent : undefined;
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const members = new Set([pid]);
  // A child can have a smaller number than its parent, so one passage is not enough.
  for (let size = 0; size !== members.size;) {
    size = members.size;
    for (const [child, parent] of parents) if (members.has(parent)) members.add(child);
  }
  return [...members];
}

/** Seconds of processor time that a process and its children have used, in user and kernel mode. */
export function processorSeconds(pid: number): number {
  return family(pid).reduce((sum, member) => sum + (statOf(member)?.seconds ?? 0), 0);
}

/** Processes whose command line has all of these, such as a browser's folder and the kind of process. */
export function processesWith(...parts: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parts.every((part) => commandOf(pid).includes(part)));
}

/**
 * Bytes of memory that a process shares with no other: its own, and what it has in shared memory regions, where Chromium
 * keeps what it may throw away (discardable memory, at most 512 MB).
 */
export function privateBytes(pid: number): { own: number; regions: number } {
  const sum = { own: 0, regions: 0 };
  let kind: keyof typeof sum = 'own';
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
    const mapping = /^[\da-f]+-[\da-f]+ \S+ \S+ \S+ \S+ *(.*)/.exec(line);
    if (mapping !== null) kind = mapping[1]?.startsWith('/memfd:') ? 'regions' : 'own';
    sum[kind] += Number(/^(?:Private_Clean|Private_Dirty|Swap):\s+(\d+) kB/.exec(line)?.[1] ?? 0) * 1024;
  }
  return sum;
}

/** Bytes of memory, shared pages divided by those who share them (PSS). */
export function memoryBytes(pid: number): number {
  return family(pid).reduce((sum, member) => {
    const rollup = readFileSync(`/proc/${member}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  }, 0);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** proc(5): fields 4, 14 and 15 of `stat`; the second is in parentheses and may hold spaces. */
function statOf(pid: number): { parent: number; seconds: number } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / ticks };
}
