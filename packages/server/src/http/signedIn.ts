import { CardeaError } from '@cardea/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionLife, type Session, type Sessions } from '../people/sessions.ts';
import { sessionCookie } from './cookies.ts';

/** The session of the request's cookie, or `null`. */
export async function sessionOf(request: FastifyRequest, sessions: Sessions): Promise<Session | null> {
  const token = request.cookies[sessionCookie];
  return token === undefined ? null : sessions.find(token);
}

/** @throws CardeaError `not_signed_in` */
export async function requireSession(request: FastifyRequest, sessions: Sessions): Promise<Session> {
  const session = await sessionOf(request, sessions);
  if (session === null) throw new CardeaError('not_signed_in');
  return session;
}

/**
 * Hands out the cookie. It is beyond the reach of scripts, and not sent along by other sites, except when somebody
 * follows a link here (SameSite=Lax).
 */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  kind: 'guest' | 'account',
): void {
  void reply.setCookie(sessionCookie, token, {
    ...cookieOptions(request),
    maxAge: Math.floor(sessionLife[kind] / 1000),
  });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  void reply.clearCookie(sessionCookie, cookieOptions(request));
}

function cookieOptions(request: FastifyRequest) {
  // Over plain HTTP on localhost a Secure cookie would not come back in every browser.
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' } as const;
}
