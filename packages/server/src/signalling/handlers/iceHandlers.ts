import { getPerson } from '../../people/personRecords.ts';
import { renewalTime } from '../../relay/iceConfiguration.ts';
import type { Handlers } from './handlers.ts';

export const iceHandlers = {
  'ice:get': async ({ person, services, socket }) => {
    const { settings } = await getPerson(services.db, person);
    const ice = services.iceFor(person, settings.relayOnly);
    socket.data.renewIceAt = renewalTime(ice, services.now());
    return { ice };
  },
} satisfies Partial<Handlers>;
