import { CardeaError, ItemId, LinkId, newId, type ShareLink } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { LibraryApi, LibraryEntry, LibraryState, OpenedItem } from '../api.ts';
import type { FakeWorld } from './fakeWorld.ts';
import { sampleScenes } from './sampleLibrary.ts';
import { samplePicture, sampleSound, sampleVideo } from './samplePictures.ts';

/** Uploads a tenth at a time and keeps what was removed, so that everything can be undone. */
export function fakeLibrary(world: FakeWorld): LibraryApi {
  const store = createStore<LibraryState>(() => world.library);
  const removed = new Map<ItemId, LibraryEntry>();
  const pictures = new Map<ItemId, Blob>();
  const links = new Map<ItemId, ShareLink[]>();

  const find = (id: ItemId): LibraryEntry => {
    const entry = store.getState().entries.find(({ item }) => item.id === id);
    if (entry === undefined) throw new CardeaError('not_found');
    return entry;
  };
  const change = (id: ItemId, part: Partial<LibraryEntry>): void =>
    store.setState(({ entries }) => ({
      entries: entries.map((entry) => (entry.item.id === id ? { ...entry, ...part } : entry)),
    }));
  const put = (entry: LibraryEntry): void =>
    store.setState(({ entries }) => ({
      entries: [...entries, entry].toSorted((one, other) => other.item.recordedAt - one.item.recordedAt),
    }));
  const drop = (id: ItemId): void =>
    store.setState(({ entries }) => ({ entries: entries.filter(({ item }) => item.id !== id) }));
  const move = (id: ItemId): void => {
    const entry = store.getState().entries.find(({ item }) => item.id === id);
    if (entry?.upload?.status !== 'uploading') return;
    const { done, total } = entry.upload;
    if (done >= total) {
      change(id, { upload: null, place: 'both' });
      return;
    }
    const next = Math.min(total, done + total / 10);
    change(id, { upload: { status: 'uploading', done: next, total, speed: total / 5 } });
    setTimeout(() => move(id), 500);
  };
  const linksOf = (id: ItemId): ShareLink[] => {
    const now = Date.now();
    const known =
      links.get(id) ??
      Array.from({ length: find(id).links }, (_, index) => ({
        id: newId(LinkId),
        createdAt: now - 3_600_000,
        expiresAt: now + (index + 1) * 3 * 86_400_000,
        protected: index === 0,
      }));
    links.set(id, known);
    return known;
  };
  const setLinks = (id: ItemId, list: ShareLink[]): void => {
    links.set(id, list);
    change(id, { links: list.length });
  };
  const contentOf = async ({ item }: LibraryEntry): Promise<Blob> => {
    const scene = sampleScenes.get(item.id);
    const made =
      pictures.get(item.id) ??
      (scene === undefined
        ? sampleSound(17)
        : item.kind === 'screenshot'
          ? await samplePicture(scene)
          : await sampleVideo(scene));
    if (made === null) throw new CardeaError('not_found');
    return made;
  };

  return {
    store,
    load: () => {
      store.setState({ loaded: true, more: false });
      return Promise.resolve();
    },
    find: async (id) => find(id),
    open: async (id): Promise<OpenedItem> => {
      const url = URL.createObjectURL(await contentOf(find(id)));
      return { url, close: () => URL.revokeObjectURL(url) };
    },
    download: async (id) => void find(id),
    keepScreenshot: async (picture, of) => {
      const id = newId(ItemId);
      const { width, height } = await createImageBitmap(picture);
      pictures.set(id, picture);
      put({
        item: {
          id,
          kind: 'screenshot',
          source: 'browser',
          subject: null,
          title: of.title,
          mediaType: 'image/png',
          size: picture.size,
          duration: null,
          width,
          height,
          recordedAt: Date.now(),
          call: of.call,
          people: of.people.map(({ id: person, name }) => ({ id: person, name })),
          tracks: [],
          timeline: [],
        },
        owner: null,
        place: 'device',
        upload: null,
        thumbnail: URL.createObjectURL(picture),
        sharedWith: [],
        links: 0,
      });
      return id;
    },
    rename: async (id, title) => change(id, { item: { ...find(id).item, title } }),
    markPlayed: (id) => store.setState(({ played }) => ({ played: new Set([...played, id]) })),
    remove: async (id) => {
      removed.set(id, find(id));
      drop(id);
    },
    restore: async (id) => {
      const entry = removed.get(id);
      if (entry !== undefined) put(entry);
      removed.delete(id);
    },
    removeFromDevice: async (id) => change(id, { place: 'server' }),
    upload: async (id) => {
      const { item, upload } = find(id);
      const done = upload !== null && 'done' in upload ? upload.done : 0;
      change(id, { upload: { status: 'uploading', done, total: item.size, speed: item.size / 5 } });
      setTimeout(() => move(id), 500);
    },
    pauseUpload: async (id) => {
      const { upload } = find(id);
      if (upload !== null && 'done' in upload) {
        change(id, { upload: { status: 'paused', done: upload.done, total: upload.total } });
      }
    },
    cancelUpload: async (id) => change(id, { upload: null }),
    share: async (id, people) => change(id, { sharedWith: people, place: 'both' }),
    links: async (id) => linksOf(id),
    createLink: async (id, { lifetime, password }) => {
      const now = Date.now();
      const link = {
        id: newId(LinkId),
        createdAt: now,
        expiresAt: now + lifetime * 1_000,
        protected: password !== null,
      };
      const token = 'open'.padEnd(43, '0');
      setLinks(id, [...linksOf(id), link]);
      return { ...link, token, url: `${location.origin}/s/${token}` };
    },
    removeLink: async (id, link) =>
      setLinks(
        id,
        linksOf(id).filter((one) => one.id !== link),
      ),
    keepUnfinished: async (id) => {
      for (let share = 0; share <= 1; share += 0.1) {
        store.setState(({ unfinished }) => ({
          unfinished: unfinished.map((one) => (one.id === id ? { ...one, progress: share } : one)),
        }));
        await new Promise((resolve) => {
          setTimeout(resolve, 300);
        });
      }
      store.setState(({ unfinished }) => ({ unfinished: unfinished.filter((one) => one.id !== id) }));
    },
    discardUnfinished: async (id) =>
      store.setState(({ unfinished }) => ({ unfinished: unfinished.filter((one) => one.id !== id) })),
  };
}
