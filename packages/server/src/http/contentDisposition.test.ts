import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from './contentDisposition.ts';

/** Characters of all kinds, halves of pairs too, and many that mean something in headers and paths. */
const character = fc.oneof(fc.integer({ max: 0x7f, min: 0 }), fc.integer({ max: 0xffff, min: 0 }));
const anyTitle = fc.array(character, { maxLength: 30 }).map((codes) => String.fromCharCode(...codes));

describe('contentDisposition', () => {
  it('is one header whatever the title is, with a name that stays in its folder', () => {
    fc.assert(
      fc.property(anyTitle, (title) => {
        const header = contentDisposition('attachment', title, 'webm');
        expect(header).toMatch(
          /^attachment; filename="[\u0020-\u007e]+\.webm"(; filename\*=UTF-8''[\w.%~-]+)?$/,
        );
        const plain = /filename="([^"]*)"/.exec(header)?.[1] ?? '';
        expect(plain).not.toMatch(/["\\/:]|^\./);
      }),
    );
  });
});
