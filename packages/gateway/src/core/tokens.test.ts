import { describe, expect, it } from 'vitest';
import { SignedTokens, signToken, StoredTokens } from './tokens.ts';

const echo = 'janus.plugin.echotest';
const call = 'janus.plugin.videocall';

describe('stored tokens', () => {
  it('are valid from when they are added until they are removed, for their plugins', () => {
    const tokens = new StoredTokens();
    expect(tokens.isValid('a')).toBe(false);
    expect(tokens.add('a', [echo])).toBe(true);
    expect([tokens.isValid('a'), tokens.mayUse('a', echo), tokens.mayUse('a', call)]).toEqual([
      true,
      true,
      false,
    ]);
    tokens.add('a', [call]);
    expect(tokens.list()).toEqual([{ token: 'a', plugins: [echo, call] }]);
    expect([tokens.remove('a'), tokens.remove('a'), tokens.isValid('a')]).toEqual([true, false, false]);
  });
});

describe('signed tokens', () => {
  const tokens = new SignedTokens('secret', () => 1_000_000);

  it('are valid until they expire, for the plugins that they name', () => {
    const token = signToken('secret', 1001, [echo]);
    expect([tokens.isValid(token), tokens.mayUse(token, echo), tokens.mayUse(token, call)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(tokens.isValid(signToken('secret', 1000, [echo]))).toBe(false);
  });

  it('are not valid with another secret, another realm, or anything changed', () => {
    const token = signToken('secret', 2000, [echo]);
    expect(tokens.isValid(signToken('other', 2000, [echo]))).toBe(false);
    expect(tokens.isValid(token.replace('2000', '3000'))).toBe(false);
    expect(tokens.isValid(`${token.slice(0, -4)}AAAA`)).toBe(false);
    for (const text of ['', ':', 'x', '2000,janus', `2000,janus,${echo}:`])
      expect(tokens.isValid(text)).toBe(false);
  });

  it('are those that Janus takes', () => {
    // openssl dgst -sha1 -hmac secret -binary | base64
    expect(signToken('secret', 1_900_000_000, [echo])).toBe(
      '1900000000,janus,janus.plugin.echotest:RmWs1wMj2DTabS5F3QTOLfZR0Gc=',
    );
  });
});
