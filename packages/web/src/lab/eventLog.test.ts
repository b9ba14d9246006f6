import { expect, test } from 'vitest';
import { appended, asText, filtered, mostEntries, pretty, toEntry, type LogEntry } from './eventLog.ts';

const sent = (number: number, message: object): LogEntry =>
  toEntry(number, 0, 'sent', JSON.stringify(message));

test('a message is known by its verb, and its secrets are not written down wherever they stand', () => {
  const entry = sent(1, { janus: 'attach', token: 'T-1', apisecret: 'A-1', body: { token: 'T-2', room: 5 } });
  expect(entry.verb).toBe('attach');
  expect(entry.content).toBe('{"body":{"token":"***","room":5}}');
  expect(JSON.parse(entry.text)).toEqual({
    janus: 'attach',
    token: '***',
    apisecret: '***',
    body: { token: '***', room: 5 },
  });
});

test.each(['not json', '"text"', 'null', ''])('what is no object is shown as it came: %s', (raw) => {
  expect(toEntry(1, 0, 'received', raw)).toMatchObject({ verb: '', text: raw });
});

test('the newest are kept, in their order, and the log does not grow beyond its bound', () => {
  let entries: readonly LogEntry[] = [];
  for (let number = 1; number <= mostEntries + 3; number += 1) entries = appended(entries, sent(number, {}));
  expect(entries).toHaveLength(mostEntries);
  expect([entries[0]?.number, entries.at(-1)?.number]).toEqual([4, mostEntries + 3]);
});

test('an enormous message takes a bounded part of the memory', () => {
  expect(toEntry(1, 0, 'received', 'x'.repeat(1_000_000)).text.length).toBeLessThan(100_000);
});

test('the filter looks into the message and at the direction, whatever the case', () => {
  const entries = [
    sent(1, { janus: 'attach', plugin: 'janus.plugin.echotest' }),
    sent(2, { janus: 'keepalive' }),
  ];
  expect(filtered(entries, ' EchoTest ')).toEqual([entries[0]]);
  expect(filtered(entries, 'sent')).toEqual(entries);
  expect(filtered(entries, '')).toBe(entries);
});

test('copied, each message is a line with its time', () => {
  expect(asText([sent(1, { janus: 'create' }), sent(2, { janus: 'info' })])).toBe(
    '1970-01-01T00:00:00.000Z sent {"janus":"create"}\n1970-01-01T00:00:00.000Z sent {"janus":"info"}',
  );
});

test('JSON is shown with line breaks, and a cut one as it is', () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty('{"a":')).toBe('{"a":');
});
