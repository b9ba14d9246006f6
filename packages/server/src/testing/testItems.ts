import { createHash, randomBytes } from 'node:crypto';
import { ErrorBody, ItemId, LibraryItem, newId, uploadsPath, type ItemDescription } from '@cardea/protocol';
import type { TestPerson } from './testPerson.ts';

/** A file that begins as a WebM does. What follows is noise, of which the server knows nothing. @param size bytes */
export function webm(size = 2_000): Buffer {
  const head = Buffer.from('1a45dfa387428284', 'hex');
  return Buffer.concat([head, Buffer.from('webm'), randomBytes(Math.max(0, size - head.length - 4))]);
}

/** A PNG up to the beginning of its first data. */
export const png = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154',
  'hex',
);

/** What a device would say of the file. */
export function describeFile(file: Buffer, overrides: Partial<ItemDescription> = {}): ItemDescription {
  return {
    id: newId(ItemId),
    kind: 'recording',
    source: 'browser',
    subject: 'composed',
    title: 'A call',
    mediaType: 'video/webm',
    size: file.length,
    sha256: createHash('sha256').update(file).digest('hex'),
    duration: 1_000,
    width: 640,
    height: 360,
    recordedAt: Date.now() - 5_000,
    call: null,
    people: [],
    tracks: [{ kind: 'video', codec: 'vp8' }],
    timeline: [],
    ...overrides,
  };
}

export function declare(
  person: TestPerson,
  item: ItemDescription,
  thumbnail: string | null = null,
): Promise<Response> {
  return person.request('POST', '/api/library', { item, thumbnail });
}

/** One request of the tus protocol. @param path of the upload, or `''` for a new one */
export function tus(
  person: Pick<TestPerson, 'origin' | 'cookie'>,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Response> {
  const { origin, cookie } = person;
  return fetch(origin + (path === '' ? uploadsPath : path), {
    method,
    headers: { origin, cookie, 'tus-resumable': '1.0.0', ...headers },
    ...(body !== undefined && { body: new Uint8Array(body) }),
  });
}

/** Begins the upload of an item that is declared. */
export function beginUpload(
  person: TestPerson,
  item: Pick<ItemDescription, 'id' | 'size'>,
): Promise<Response> {
  return tus(person, 'POST', '', {
    'upload-length': String(item.size),
    'upload-metadata': `item ${Buffer.from(item.id).toString('base64')}`,
  });
}

export function sendBytes(
  person: Pick<TestPerson, 'origin' | 'cookie'>,
  path: string,
  bytes: Buffer,
  offset = 0,
): Promise<Response> {
  const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) };
  return tus(person, 'PATCH', path, headers, bytes);
}

/** Declares and uploads a file. @returns the item as the server has it, and the path of its upload */
export async function keep(
  person: TestPerson,
  file: Buffer,
  overrides: Partial<ItemDescription> = {},
): Promise<{ item: LibraryItem; path: string }> {
  const description = describeFile(file, overrides);
  const declared = await declare(person, description);
  if (!declared.ok) throw new Error(await declared.text());
  const path = pathOf(await beginUpload(person, description));
  const sent = await sendBytes(person, path, file);
  if (sent.status !== 204) throw new Error(`${sent.status} ${await sent.text()}`);
  return { item: await itemOf(person, description.id), path };
}

/** The path of an upload that has just begun. */
export function pathOf(begun: Response): string {
  const path = begun.headers.get('location');
  if (begun.status !== 201 || path === null) throw new Error(`no upload: ${begun.status}`);
  return path;
}

export async function itemOf(person: TestPerson, id: ItemId): Promise<LibraryItem> {
  return LibraryItem.parse(await (await person.request('GET', `/api/library/${id}`)).json());
}

/** The status, and the code if there is one, as `404 not_found`. */
export async function outcomeOf(response: Response | Promise<Response>): Promise<string> {
  const answer = await response;
  const text = await answer.text();
  if (answer.ok || text === '') return String(answer.status);
  const { error } = JSON.parse(text) as { error: unknown };
  return `${answer.status} ${ErrorBody.parse(error).code}`;
}
