/** Where Cardea may differ from Janus 1.1.2, and why; both transcripts are changed alike before they are compared. */
export const differences: readonly { reason: string; pattern: RegExp; replacement: string }[] = [
  {
    reason: 'What is wrong with broken JSON is said in the words of the parser, jansson there and V8 here.',
    pattern: /("code":454,"reason":"(?:Invalid Janus API request|JSON error))(?:\\.|[^"\\])*"/,
    replacement: '$1"',
  },
];
