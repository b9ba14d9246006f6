import type { Plugin } from '@cardea/gateway';

let greeted = 0;

/** Answers `{"name": "Ann"}` with a greeting, and with how many have been greeted. */
export const plugin: Plugin = {
  about: {
    package: 'janus.plugin.greeter',
    name: 'Greeter',
    author: 'Cardea',
    description: 'Greets.',
    version: 1,
    versionString: '1.0.0',
  },
  attach: () => ({
    handleMessage: ({ body: { name } }) => {
      if (typeof name !== 'string') return { kind: 'refused', reason: 'name should be a string' };
      greeted += 1;
      return { kind: 'now', data: { greeter: 'event', greeting: `Hello, ${name}!`, greeted } };
    },
    query: () => ({ greeted }),
    detach: () => {},
  }),
};
