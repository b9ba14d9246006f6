const oldest = [20, 19, 0];

/** Ends the process with a plain sentence if this Node.js is too old for what follows. */
export function requireNode() {
  const version = process.versions.node.split('.').map(Number);
  const difference = oldest.map((part, index) => version[index] - part).find((each) => each !== 0) ?? 0;
  if (difference >= 0) return;
  console.error(
    `Cardea needs Node.js ${oldest.join('.')} or newer; this is ${process.versions.node}. Get one at https://nodejs.org`,
  );
  process.exit(1);
}
