import {
  LibraryItem,
  LibraryPage,
  NewShareLink,
  ShareLink,
  type CreateItem,
  type CreateLink,
  type ItemId,
  type PersonId,
} from '@cardea/protocol';
import * as z from 'zod';
import type { Http } from '../signalling/http.ts';

const nothing = z.object({});
const links = z.object({ links: z.array(ShareLink) });

/** The part of the library that is on the server: its requests by name. */
export class ServerLibrary {
  readonly #http: Pick<Http, 'request'>;
  readonly #baseUrl: string;

  constructor(http: Pick<Http, 'request'>, baseUrl: string) {
    this.#http = http;
    this.#baseUrl = baseUrl;
  }

  /** @param before the last item of the page before */
  page(before: Pick<LibraryItem, 'recordedAt' | 'id'> | null): Promise<LibraryPage> {
    const query = before === null ? '' : `?before=${before.recordedAt}&beforeId=${before.id}`;
    return this.#http.request('GET', `/api/library${query}`, LibraryPage);
  }

  declare(item: CreateItem): Promise<LibraryItem> {
    return this.#http.request('POST', '/api/library', LibraryItem, item);
  }

  get(id: ItemId): Promise<LibraryItem> {
    return this.#http.request('GET', path(id), LibraryItem);
  }

  rename(id: ItemId, title: string): Promise<LibraryItem> {
    return this.#http.request('PATCH', path(id), LibraryItem, { title });
  }

  async remove(id: ItemId): Promise<void> {
    await this.#http.request('DELETE', path(id), nothing);
  }

  restore(id: ItemId): Promise<LibraryItem> {
    return this.#http.request('POST', `${path(id)}/restore`, LibraryItem, {});
  }

  share(id: ItemId, people: readonly PersonId[]): Promise<LibraryItem> {
    return this.#http.request('PUT', `${path(id)}/people`, LibraryItem, { people });
  }

  async links(id: ItemId): Promise<ShareLink[]> {
    return (await this.#http.request('GET', `${path(id)}/links`, links)).links;
  }

  createLink(id: ItemId, options: CreateLink): Promise<NewShareLink> {
    return this.#http.request('POST', `${path(id)}/links`, NewShareLink, options);
  }

  async removeLink(id: ItemId, link: ShareLink['id']): Promise<void> {
    await this.#http.request('DELETE', `${path(id)}/links/${link}`, nothing);
  }

  /** Addresses that the browser asks for by itself, with the session's cookie. */
  contentUrl(id: ItemId, how: 'play' | 'download'): string {
    return this.#url(`${path(id)}/content${how === 'download' ? '?download' : ''}`);
  }

  thumbnailUrl(id: ItemId): string {
    return this.#url(`${path(id)}/thumbnail`);
  }

  sharePage(token: string): string {
    return this.#url(`/s/${token}`);
  }

  #url(path: string): string {
    return new URL(path, this.#baseUrl).href;
  }
}

function path(id: ItemId): string {
  return `/api/library/${id}`;
}
