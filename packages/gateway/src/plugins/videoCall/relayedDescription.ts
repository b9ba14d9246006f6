/** Formats that wrap or repair a picture's packets: a forward that changes layers or starts in the middle would break them. */
const repairs = new Set(['red', 'ulpfec', 'flexfec', 'flexfec-03']);

/** One end's plain description as the other end gets it: the same m-lines, without forward error correction for video. */
export function relayedDescription(plain: string): string {
  return plain
    .split(/^(?=m=)/m)
    .map((section) => (section.startsWith('m=video ') ? withoutRepairs(section) : section))
    .join('');
}

function withoutRepairs(section: string): string {
  const lines = section.trimEnd().split(/\r?\n/);
  const dropped = new Set<string>();
  for (const line of lines) {
    const [, format = '', name = ''] = /^a=rtpmap:(\d+) ([^/]+)/.exec(line) ?? [];
    if (repairs.has(name.toLowerCase())) dropped.add(format);
  }
  for (const line of lines) {
    const [, format = '', repaired = ''] = /^a=fmtp:(\d+) (?:.*;)?\s*apt=(\d+)/.exec(line) ?? [];
    if (dropped.has(repaired)) dropped.add(format);
  }
  const [first = '', ...attributes] = lines;
  const [kind, port, protocol, ...formats] = first.split(' ');
  const kept = formats.filter((format) => !dropped.has(format));
  // An m-line needs a format even when none is left (RFC 8866 5.14); such a one is refused.
  if (kept.length === 0)
    return [`${kind} 0 ${protocol} ${formats.join(' ')}`, ...attributes, ''].join('\r\n');
  const isKept = (line: string) => !dropped.has(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+)/.exec(line)?.[1] ?? '');
  return [[kind, port, protocol, ...kept].join(' '), ...attributes.filter(isKept), ''].join('\r\n');
}
