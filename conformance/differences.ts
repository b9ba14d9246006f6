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
];

/** Messages that Janus sends at times and at times not, and that transcripts therefore leave out. */
export const optional: readonly { reason: string; pattern: RegExp }[] = [
  {
    reason:
      'A handle that detaches in a call hears of its PeerConnection only when that is closed before the handle.',
    pattern: /"janus":"hangup","reason":"Detach"/,
  },
];
