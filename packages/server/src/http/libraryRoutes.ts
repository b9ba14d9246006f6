import {
  ChangeItem,
  CreateItem,
  CreateLink,
  ItemId,
  LinkId,
  ShareItem,
  type LibraryItem,
  type LibraryPage,
  type NewShareLink,
  type ShareLink,
} from '@cardea/protocol';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { rateRules } from '../limits/rateLimiter.ts';
import type { OpenLibrary } from '../library/openLibrary.ts';
import type { App } from './app.ts';
import type { HttpDependencies } from './httpDependencies.ts';
import { sendItem } from './sendItem.ts';
import { requireSession } from './signedIn.ts';

const ItemParameters = z.object({ id: ItemId });
const LinkParameters = z.object({ id: ItemId, link: LinkId });
const PageQuery = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
  beforeId: ItemId.optional(),
});
const ContentQuery = z.object({ download: z.string().optional() });

/** What people keep on the server, and with whom they share it. */
export function libraryRoutes(app: App, dependencies: HttpDependencies, open: OpenLibrary): void {
  const { limiter, sessions } = dependencies.services;
  const { library, sharing, links, files } = open;
  const withItem = { schema: { params: ItemParameters } };

  async function reader(request: FastifyRequest) {
    return (await requireSession(request, sessions)).person.id;
  }

  async function changer(request: FastifyRequest) {
    const person = await reader(request);
    limiter.take(rateRules.libraryChangesPerPerson, person);
    return person;
  }

  app.get('/api/library', { schema: { querystring: PageQuery } }, async (request): Promise<LibraryPage> => {
    const { before, beforeId } = request.query;
    const border = before === undefined ? undefined : { recordedAt: before, id: beforeId };
    return library.list(await reader(request), border);
  });

  app.post('/api/library', { schema: { body: CreateItem } }, async (request): Promise<LibraryItem> => {
    return library.declare(await changer(request), request.body);
  });

  app.get('/api/library/:id', withItem, async (request): Promise<LibraryItem> => {
    return library.get(await reader(request), request.params.id);
  });

  app.patch(
    '/api/library/:id',
    { schema: { params: ItemParameters, body: ChangeItem } },
    async (request): Promise<LibraryItem> => {
      return library.rename(await changer(request), request.params.id, request.body.title);
    },
  );

  app.delete('/api/library/:id', withItem, async (request) => {
    await library.delete(await changer(request), request.params.id);
    return {};
  });

  app.post('/api/library/:id/restore', withItem, async (request): Promise<LibraryItem> => {
    return library.restore(await changer(request), request.params.id);
  });

  app.put(
    '/api/library/:id/people',
    { schema: { params: ItemParameters, body: ShareItem } },
    async (request): Promise<LibraryItem> => {
      return sharing.shareWith(await changer(request), request.params.id, request.body.people);
    },
  );

  app.get('/api/library/:id/links', withItem, async (request): Promise<{ links: ShareLink[] }> => {
    return { links: await links.list(await reader(request), request.params.id) };
  });

  app.post(
    '/api/library/:id/links',
    { schema: { params: ItemParameters, body: CreateLink } },
    async (request): Promise<NewShareLink> => {
      return links.create(await changer(request), request.params.id, request.body);
    },
  );

  app.delete('/api/library/:id/links/:link', { schema: { params: LinkParameters } }, async (request) => {
    await links.remove(await changer(request), request.params.id, request.params.link);
    return {};
  });

  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/library/:id/content',
    schema: { params: ItemParameters, querystring: ContentQuery },
    handler: async (request, reply) => {
      const { description, uploadId } = await library.permitted(
        await reader(request),
        request.params.id,
        'play',
      );
      const download = request.query.download !== undefined;
      return sendItem(request, reply, files, { key: uploadId ?? '', description, download });
    },
  });

  app.get('/api/library/:id/thumbnail', withItem, async (request, reply) => {
    const { id } = request.params;
    const picture = await library.thumbnail(await reader(request), id);
    // Asked for anew each time, as the bytes are: whoever may see it now may not later. It never changes.
    const tag = `"${id}"`;
    void reply.headers({ 'cache-control': 'private, no-cache', etag: tag, 'content-disposition': 'inline' });
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    const [head = '', data = ''] = picture.split(',', 2);
    return reply.type(head.slice('data:'.length).split(';')[0] ?? '').send(Buffer.from(data, 'base64'));
  });
}
