import type { Handlers } from './handlers.ts';

export const historyHandlers = {
  'history:list': ({ person, services }, { before }) => services.history.list(person, before),
  'history:seen': async ({ person, services }) => {
    await services.history.markSeen(person);
    return {};
  },
  'history:remove': async ({ person, services }, { call }) => {
    await services.history.remove(person, call);
    return {};
  },
} satisfies Partial<Handlers>;
