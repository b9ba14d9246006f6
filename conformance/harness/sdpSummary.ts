const codecs = ['opus', 'pcmu', 'pcma', 'g722', 'vp8', 'vp9', 'h264', 'av1'];

/** What of a description two gateways must agree about: m-lines, mids, directions, codecs and simulcast. */
export function summary(sdp: string): string[] {
  const [, ...sections] = sdp.split(/^(?=m=)/m);
  return sections.map((section) => {
    const [, kind, port] = /^m=(\S+) (\d+)/.exec(section) ?? [];
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1] ?? '';
    if (port === '0') return `${kind} ${mid} refused`;
    if (kind === 'application') return `${kind} ${mid}`;
    const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(section)?.[1] ?? 'sendrecv';
    const names = new Set(
      [...section.matchAll(/^a=rtpmap:\d+ ([^/]+)/gm)].map(([, name = '']) => name.toLowerCase()),
    );
    const simulcast = /^a=simulcast:(.*?)\r?$/m.exec(section)?.[1] ?? '';
    const known = codecs.filter((codec) => names.has(codec));
    return [kind, mid, direction, ...known, simulcast].filter((part) => part !== '').join(' ');
  });
}
