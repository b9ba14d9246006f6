import { describe, expect, it } from 'vitest';
import { readAcknowledgement } from './acknowledgement.ts';

describe('an acknowledgement of the server', () => {
  it('gives its data', () => {
    expect(readAcknowledgement('people:search', { ok: true, data: { people: [] } })).toEqual({ people: [] });
  });

  it('throws the server’s refusal with its details', () => {
    const error = { code: 'rate_limited', message: 'slow down', retryAfter: 7 };
    expect(() => readAcknowledgement('room:leave', { ok: false, error })).toThrowError(
      expect.objectContaining({ code: 'rate_limited', retryAfter: 7 }),
    );
  });

  it.each([
    ['nothing', undefined],
    ['a wrong type of data', { ok: true, data: { people: 'all' } }],
    ['no data', { ok: true }],
    ['an unknown error', { ok: false, error: { code: 'strange' } }],
  ])('throws server_error for %s', (_what, answer) => {
    expect(() => readAcknowledgement('people:search', answer)).toThrowError(
      expect.objectContaining({ code: 'server_error' }),
    );
  });
});
