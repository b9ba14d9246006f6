/** Where Cardea may differ from Janus 1.1.2, and why; both transcripts are changed alike before they are compared. */
export const differences: readonly {
  reason: string;
  pattern: RegExp;
  replacement: string | ((found: string) => string);
}[] = [
  {
    reason: 'What is wrong with broken JSON is said in the words of the parser, jansson there and V8 here.',
    pattern: /("code":454,"reason":"(?:Invalid Janus API request|JSON error))(?:\\.|[^"\\])*"/,
    replacement: '$1"',
  },
  {
    reason: 'The order of a list of users is that of a hash table in Janus, and that of registration here.',
    pattern: /"list":\[[^\]]*\]/,
    replacement: (list) =>
      `"list":${JSON.stringify((JSON.parse(`{${list}}`) as { list: string[] }).list.toSorted())}`,
  },
  {
    reason: 'The plugins of a token have the order of a hash table in Janus, and that of being given here.',
    pattern: /"(?:allowed_)?plugins":\[[^\]]*\]/g,
    replacement: (list) => {
      const [name = '', names] = Object.entries(JSON.parse(`{${list}}`) as Record<string, string[]>)[0] ?? [];
      return `"${name}":${JSON.stringify(names?.toSorted())}`;
    },
  },
  {
    reason: 'Times differ with the machine and the moment.',
    pattern: /"(created|current_time|session_last_activity|elapsed)":\d+/g,
    replacement: '"$1":0',
  },
  {
    reason: 'libnice is not in use here, and has no debugging to be turned on.',
    pattern: /"libnice_debug":false,/,
    replacement: '',
  },
];

/** Paths in `handle_info` that Janus has and Cardea has not, or the other way round, and why. */
export const missingKeys: readonly { reason: string; pattern: RegExp }[] = [
  {
    reason: 'The engine’s library does not say which SRTP profile DTLS has chosen.',
    pattern: /^webrtc\.dtls\.srtp-profile:/,
  },
  {
    reason:
      'The engine’s library does not count what goes through DTLS; messages are counted with the m-line of data.',
    pattern: /^webrtc\.dtls\.stats\./,
  },
];
