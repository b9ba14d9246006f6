import { ChangeProfile, PersonId, type Session as SessionAnswer } from '@cardea/protocol';
import * as z from 'zod';
import { rateRules } from '../limits/rateLimiter.ts';
import { getPerson } from '../people/personRecords.ts';
import type { App } from './app.ts';
import type { HttpDependencies } from './httpDependencies.ts';
import { requireSession } from './signedIn.ts';

/** Ids of pictures have the form of all ids. */
const AvatarParameters = z.object({ id: PersonId });

/** One's own name and picture, and everybody's pictures. */
export function profileRoutes(app: App, dependencies: HttpDependencies): void {
  const { services, avatars } = dependencies;
  const { accounts, sessions, limiter, notifier, contacts, background, db } = services;

  app.patch('/api/me', { schema: { body: ChangeProfile } }, async (request): Promise<SessionAnswer> => {
    const { person } = await requireSession(request, sessions);
    limiter.take(rateRules.profilePerPerson, person.id);
    const { name, avatar } = request.body;
    if (name !== undefined && name !== person.name) await accounts.rename(person.id, name);
    if (avatar !== undefined) await avatars.set(person.id, avatar);
    const changed = await getPerson(db, person.id);
    notifier.tell({ person: person.id }, 'me:changed', { me: changed.person, settings: changed.settings });
    background.run('announce a profile', () => contacts.announceProfile(person.id));
    return { me: changed.person, settings: changed.settings };
  });

  // Open to everybody who has the address, whose id cannot be guessed and changes with the picture.
  app.get('/api/avatars/:id', { schema: { params: AvatarParameters } }, async (request, reply) => {
    const { mimeType, bytes } = await avatars.get(request.params.id);
    return reply
      .type(mimeType)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('content-disposition', 'inline')
      .send(bytes);
  });
}
