import { findPeople } from '../../people/findPeople.ts';
import { getPeople } from '../../people/personRecords.ts';
import type { Handlers } from './handlers.ts';

export const peopleHandlers = {
  'presence:activity': async ({ person, device, services }, { activity }) => {
    await services.registry.setActivity({ personId: person, deviceId: device }, activity, services.now());
    services.background.run('announce presence', () => services.announcer.changed(person));
    return {};
  },

  'people:search': async ({ person, services }, { text }) => ({
    people: await findPeople(services.db, text, person),
  }),

  'people:get': async ({ services }, { ids }) => {
    const known = await getPeople(services.db, ids);
    return { people: [...known.values()].map((one) => one.person) };
  },

  'settings:set': async ({ person, services }, change) => {
    const known = await services.accounts.changeSettings(person, change);
    const { settings } = known;
    services.notifier.tell({ person }, 'me:changed', { me: known.person, settings });
    if (change.relayOnly !== undefined) {
      services.notifier.tell({ person }, 'ice', { ice: services.iceFor(person, settings.relayOnly) });
    }
    return { settings };
  },
} satisfies Partial<Handlers>;
