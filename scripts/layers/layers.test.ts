import { describe, expect, it } from 'vitest';
import { cycles } from './cycles.mjs';
import { importsOf } from './imports.mjs';

describe('the layers check', () => {
  it('sees imports of every form, and which are types only', () => {
    const source = [
      "import a from './a.ts';",
      "import type { B } from './b.ts';",
      "import * as c from './c.ts';",
      "import {\n  d,\n  type E,\n} from './d.ts';",
      "import './e.css';",
      "export * from './f.ts';",
      "export type { G } from './g.ts';",
      ['const lazy = () => import', "('./h.tsx');"].join(''),
      "// import 'never' as text: import nothing",
    ].join('\n');
    expect(importsOf(source)).toEqual([
      { specifier: './a.ts', typesOnly: false },
      { specifier: './b.ts', typesOnly: true },
      { specifier: './c.ts', typesOnly: false },
      { specifier: './d.ts', typesOnly: false },
      { specifier: './e.css', typesOnly: false },
      { specifier: './f.ts', typesOnly: false },
      { specifier: './g.ts', typesOnly: true },
      { specifier: './h.tsx', typesOnly: false },
    ]);
  });

  it('finds a circle, except one of types alone', () => {
    const edge = (to: string, typesOnly = false) => ({ to, typesOnly, throughEntrance: false });
    expect(
      cycles(
        new Map([
          ['a', [edge('b')]],
          ['b', [edge('c')]],
          ['c', [edge('b')]],
        ]),
      ),
    ).toEqual([['b', 'c']]);
    expect(
      cycles(
        new Map([
          ['a', [edge('b')]],
          ['b', [edge('a', true)]],
        ]),
      ),
    ).toEqual([]);
  });
});
