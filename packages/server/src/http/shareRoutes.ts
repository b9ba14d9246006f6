import { CardeaError, OpenShare, type SharedItem } from '@cardea/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { addressKey } from '../limits/clientAddress.ts';
import { rateRules } from '../limits/rateLimiter.ts';
import type { FollowedLink } from '../library/links.ts';
import type { OpenLibrary } from '../library/openLibrary.ts';
import { getPerson } from '../people/personRecords.ts';
import type { App } from './app.ts';
import type { HttpDependencies } from './httpDependencies.ts';
import { sendItem } from './sendItem.ts';

/** The proof that the password of a link was given. Its path is that of the link, so that each has its own. */
const shareCookie = 'cardea_share';

/** Whatever is no token is not found, as a token is that nobody made. */
const ShareParameters = z.object({ token: z.string() });
const ContentQuery = z.object({ download: z.string().optional() });

/** Items for whoever has a link, without an account. */
export function shareRoutes(app: App, dependencies: HttpDependencies, open: OpenLibrary): void {
  const { limiter, db } = dependencies.services;
  const { links, files } = open;

  function follow(request: FastifyRequest<{ Params: { token: string } }>): Promise<FollowedLink> {
    return links.follow(request.params.token, request.cookies[shareCookie] ?? null);
  }

  async function answer({ item, expiresAt, unlocked }: FollowedLink): Promise<SharedItem> {
    if (!unlocked) return { locked: true };
    const { title, mediaType, size, duration, width, height, recordedAt } = item.description;
    const { person } = await getPerson(db, item.owner);
    return {
      locked: false,
      ...{ title, mediaType, size, duration, width, height, recordedAt },
      ownerName: person.name,
      expiresAt,
    };
  }

  app.get('/api/shares/:token', { schema: { params: ShareParameters } }, async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    return answer(await follow(request));
  });

  app.post(
    '/api/shares/:token',
    { schema: { params: ShareParameters, body: OpenShare } },
    async (request, reply) => {
      const { token } = request.params;
      const { id } = await follow(request);
      const tries = [
        [rateRules.sharePasswordPerAddress, addressKey(request.ip)],
        [rateRules.sharePasswordPerLink, id],
      ] as const;
      // Taken beforehand, so that many tries at once gain nothing, and given back when it was right.
      for (const [rule, key] of tries) limiter.take(rule, key);
      const { link, proof } = await links.unlock(token, request.body.password);
      for (const [rule, key] of tries) limiter.giveBack(rule, key);
      const lifetime = link.expiresAt - dependencies.services.now();
      if (proof !== null) setProof(request, reply, token, proof, lifetime);
      return answer(link);
    },
  );

  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/shares/:token/content',
    schema: { params: ShareParameters, querystring: ContentQuery },
    handler: async (request, reply) => {
      const { item, unlocked } = await follow(request);
      if (!unlocked) throw new CardeaError('share_locked');
      const { description, uploadId } = item;
      const download = request.query.download !== undefined;
      return sendItem(request, reply, files, { key: uploadId ?? '', description, download });
    },
  });
}

/** @param lifetime milliseconds */
function setProof(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  proof: string,
  lifetime: number,
): void {
  void reply.setCookie(shareCookie, proof, {
    path: `/api/shares/${token}`,
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    maxAge: Math.max(0, Math.floor(lifetime / 1000)),
  });
}
