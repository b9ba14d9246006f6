import type { Handlers } from './handlers.ts';

export const chatHandlers = {
  'chat:conversations': async ({ person, services }) => ({
    conversations: await services.chat.conversations(person),
  }),
  'chat:list': ({ person, services }, request) => services.chat.list(person, request.person, request.before),
  'chat:send': async ({ person, device, services }, request) => {
    const message = await services.chat.send({ person, device }, request);
    services.metrics.messages.inc();
    return { message };
  },
  'chat:receipt': async ({ person, device, services }, request) => {
    await services.chat.receipt({ person, device }, request);
    return {};
  },
  'chat:typing': async ({ person, device, services }, request) => {
    await services.chat.typing({ person, device }, request);
    return {};
  },
} satisfies Partial<Handlers>;
