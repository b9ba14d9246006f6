import type { Handlers } from './handlers.ts';

export const contactHandlers = {
  'contacts:ask': async ({ person, services }, request) => ({
    contact: await services.contacts.ask(person, request.person),
  }),
  'contacts:accept': async ({ person, services }, request) => ({
    contact: await services.contacts.accept(person, request.person),
  }),
  'contacts:remove': async ({ person, services }, request) => {
    await services.contacts.remove(person, request.person);
    return {};
  },
  'contacts:block': async ({ person, services }, request) => ({
    contact: await services.contacts.block(person, request.person),
  }),
} satisfies Partial<Handlers>;
