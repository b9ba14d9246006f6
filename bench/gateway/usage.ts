import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc; Linux has 100 on all machines that Node runs on. */
const ticks = 100;

/** A process and all that it has started. */
function family(pid: number): number[] {
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

/** Bytes of memory, shared pages divided by those who share them (PSS). */
export function memoryBytes(pid: number): number {
  return family(pid).reduce((sum, member) => {
    const rollup = readFileSync(`/proc/${member}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  }, 0);
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
