import {
  CardeaError,
  CreateAccount,
  CreateGuest,
  nameKey,
  SetPassword,
  SignIn,
  type Person,
  type Session as SessionAnswer,
} from '@cardea/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressKey } from '../limits/clientAddress.ts';
import { rateRules } from '../limits/rateLimiter.ts';
import { getPerson, type KnownPerson } from '../people/personRecords.ts';
import type { App } from './app.ts';
import type { HttpDependencies } from './httpDependencies.ts';
import { clearSessionCookie, requireSession, sessionOf, setSessionCookie } from './signedIn.ts';

/** Signing in and out. */
export function sessionRoutes(app: App, dependencies: HttpDependencies): void {
  const { services, registration } = dependencies;
  const { accounts, sessions, limiter, notifier, db } = services;

  /** The browser changes hands: whatever session it had ends. */
  async function enter(
    request: FastifyRequest,
    reply: FastifyReply,
    known: KnownPerson,
  ): Promise<SessionAnswer> {
    await leave(request);
    const { token } = await sessions.start(known.person.id, known.person.kind);
    setSessionCookie(request, reply, token, known.person.kind);
    return answer(known);
  }

  async function leave(request: FastifyRequest): Promise<void> {
    const session = await sessionOf(request, sessions);
    if (session === null) return;
    await sessions.end(session.id);
    endSockets([session.id]);
    if (session.person.kind === 'guest') await accounts.releaseGuest(session.person.id);
  }

  function endSockets(ids: readonly string[]): void {
    for (const session of ids) {
      notifier.tell({ session }, 'session:ended', {});
      notifier.disconnect({ session });
    }
  }

  app.get('/api/session', async (request): Promise<SessionAnswer> => {
    const session = await sessionOf(request, sessions);
    return session === null ? { me: null, settings: null } : answer(session);
  });

  app.post('/api/guests', { schema: { body: CreateGuest } }, async (request, reply) => {
    if (registration === 'closed') throw new CardeaError('registration_closed');
    limiter.take(rateRules.newPeoplePerAddress, addressKey(request.ip));
    return enter(request, reply, await accounts.createGuest(request.body.name));
  });

  app.post('/api/accounts', { schema: { body: CreateAccount } }, async (request, reply) => {
    if (registration !== 'open') throw new CardeaError('registration_closed');
    limiter.take(rateRules.newPeoplePerAddress, addressKey(request.ip));
    const { name, password } = request.body;
    return enter(request, reply, await accounts.createAccount(name, password));
  });

  app.post('/api/session', { schema: { body: SignIn } }, async (request, reply) => {
    const { name, password } = request.body;
    const person = await countingFailures(request, name, () => accounts.checkCredentials(name, password));
    return enter(request, reply, await getPerson(db, person.id));
  });

  app.delete('/api/session', async (request, reply) => {
    await leave(request);
    clearSessionCookie(request, reply);
    return {};
  });

  app.post('/api/me/password', { schema: { body: SetPassword } }, async (request, reply) => {
    const session = await requireSession(request, sessions);
    const { person } = session;
    if (person.kind === 'guest' && registration !== 'open') throw new CardeaError('registration_closed');
    const { password, current } = request.body;
    await countingFailures(request, person.name, () => accounts.setPassword(person.id, password, current));
    const changed = await getPerson(db, person.id);
    // The right to more comes with a new token; whoever had copied the old one is out, as are other devices.
    setSessionCookie(request, reply, await sessions.replaceToken(session.id, 'account'), 'account');
    endSockets(await sessions.endOthers(person.id, session.id));
    notifier.tell({ person: person.id }, 'me:changed', { me: changed.person, settings: changed.settings });
    if (person.kind === 'guest') {
      services.background.run('announce a profile', () => services.contacts.announceProfile(person.id));
    }
    return answer(changed);
  });

  /** Tries are taken beforehand, so that many at once gain nothing, and given back when they were right. */
  async function countingFailures<T extends Person | void>(
    request: FastifyRequest,
    name: string,
    attempt: () => Promise<T>,
  ): Promise<T> {
    const keys = [
      [rateRules.signInPerAddress, addressKey(request.ip)],
      [rateRules.signInPerName, nameKey(name)],
    ] as const;
    for (const [rule, key] of keys) limiter.take(rule, key);
    const result = await attempt();
    for (const [rule, key] of keys) limiter.giveBack(rule, key);
    return result;
  }
}

function answer(known: KnownPerson): SessionAnswer {
  return { me: known.person, settings: known.settings };
}
