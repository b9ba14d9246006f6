import { CallId, ItemId, type Person } from '@cardea/protocol';
import type { LibraryEntry, LibraryState } from '../api.ts';
import { ann, bo, clara, dmitri, elena, me } from './samplePeople.ts';
import { sampleThumbnail, type SampleScene } from './samplePictures.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const megabyte = 1_000_000;

/** What the pictures of the samples show. */
export const sampleScenes: ReadonlyMap<ItemId, SampleScene> = new Map(
  (
    [
      ['sample-item-01', { of: 'person', hue: 20 }],
      ['sample-item-02', { of: 'document', hue: 9 }],
      ['sample-item-03', { of: 'person', hue: 280 }],
      ['sample-item-05', { of: 'person', hue: 150 }],
      ['sample-item-06', { of: 'document', hue: 15 }],
      ['sample-item-07', { of: 'person', hue: 200 }],
      ['sample-item-08', { of: 'person', hue: 60 }],
      ['sample-item-10', { of: 'person', hue: 330 }],
    ] as const
  ).map(([id, scene]) => [ItemId.parse(id), scene]),
);

export const videoMessage = ItemId.parse('sample-item-08');
export const voiceMessage = ItemId.parse('sample-item-09');

type Item = LibraryEntry['item'];

function entry(
  number: number,
  item: Pick<Item, 'kind' | 'title' | 'size' | 'duration' | 'recordedAt'> & Partial<Item>,
  people: readonly Person[],
  change: Partial<Omit<LibraryEntry, 'item'>> = {},
): LibraryEntry {
  const id = ItemId.parse(`sample-item-${String(number).padStart(2, '0')}`);
  const scene = sampleScenes.get(id);
  const still = item.kind === 'screenshot';
  return {
    item: {
      id,
      source: 'browser',
      subject: item.kind === 'recording' ? 'composed' : null,
      mediaType: still ? 'image/png' : scene === undefined ? 'audio/webm' : 'video/mp4',
      width: scene === undefined ? null : 1280,
      height: scene === undefined ? null : scene.of === 'person' ? 720 : 800,
      call: CallId.parse('sample-call-1'),
      people: [me, ...people].map(({ id: person, name }) => ({ id: person, name })),
      tracks: [],
      timeline: [],
      ...item,
    },
    owner: null,
    place: 'device',
    upload: null,
    thumbnail: scene === undefined ? null : sampleThumbnail(scene),
    sharedWith: [],
    links: 0,
    ...change,
  };
}

/** One of each kind and state. */
export function sampleLibrary(now: number): LibraryState {
  const recording = { kind: 'recording', mediaType: 'video/mp4' } as const;
  const shot = { kind: 'screenshot', duration: null } as const;
  return {
    entries: [
      entry(
        1,
        {
          ...recording,
          title: 'Spring plan',
          size: 212 * megabyte,
          duration: 27 * minute + 41_000,
          recordedAt: now - 12 * minute,
        },
        [ann],
        {
          upload: { status: 'uploading', done: 96 * megabyte, total: 212 * megabyte, speed: 4.2 * megabyte },
        },
      ),
      entry(
        2,
        { ...shot, title: 'Slide about the budget', size: 1.4 * megabyte, recordedAt: now - 20 * minute },
        [ann],
        {
          place: 'both',
        },
      ),
      entry(
        3,
        {
          ...recording,
          title: 'Piano lesson',
          size: 640 * megabyte,
          duration: 51 * minute + 9_000,
          recordedAt: now - 5 * hour,
        },
        [clara],
        { upload: { status: 'failed', error: { code: 'quota_exceeded', message: '' } } },
      ),
      entry(
        4,
        {
          ...recording,
          mediaType: 'audio/webm',
          subject: 'voices',
          title: 'Interview with Dmitri',
          size: 18 * megabyte,
          duration: 38 * minute + 20_000,
          recordedAt: now - day - 2 * hour,
        },
        [dmitri],
        { place: 'both', sharedWith: [dmitri.id], links: 1 },
      ),
      entry(
        5,
        { ...shot, title: 'Everybody waves', size: 2.1 * megabyte, recordedAt: now - day - 4 * hour },
        [bo, elena],
      ),
      entry(
        6,
        {
          ...recording,
          subject: 'screen',
          title: '代码评审',
          size: 96 * megabyte,
          duration: 12 * minute + 3_000,
          recordedAt: now - 2 * day,
        },
        [bo],
        { place: 'server', owner: bo },
      ),
      entry(
        7,
        {
          ...recording,
          title: 'A call with a title so long that it has to be cut somewhere on every card',
          size: 88 * megabyte,
          duration: 9 * minute,
          recordedAt: now - 3 * day,
        },
        [elena],
        { upload: { status: 'waiting', done: 30 * megabyte, total: 88 * megabyte } },
      ),
      entry(
        8,
        {
          kind: 'message',
          title: 'Video message',
          size: 6.2 * megabyte,
          duration: 42_000,
          recordedAt: now - 4 * day,
        },
        [ann],
        { place: 'server', owner: ann },
      ),
      entry(
        9,
        {
          kind: 'message',
          title: 'Voice message',
          size: 0.4 * megabyte,
          duration: 17_000,
          recordedAt: now - 4 * day - hour,
        },
        [ann],
        { place: 'both' },
      ),
      entry(
        10,
        {
          ...recording,
          title: 'Birthday',
          size: 310 * megabyte,
          duration: hour + 2 * minute,
          recordedAt: now - 40 * day,
        },
        [ann, bo, clara],
        { place: 'server', sharedWith: [ann.id, bo.id], links: 2 },
      ),
    ],
    loaded: true,
    more: true,
    usage: { used: 431 * megabyte, quota: 2_000 * megabyte, fileSize: 4_000 * megabyte },
    device: { used: 960 * megabyte, quota: 60_000 * megabyte },
    unfinished: [
      {
        id: ItemId.parse('sample-item-90'),
        title: 'Call with Ann Okafor',
        recordedAt: now - 50 * minute,
        size: 74 * megabyte,
        progress: null,
      },
    ],
    storage: 'disk',
    played: new Set(),
  };
}

export const emptyLibrary: LibraryState = {
  entries: [],
  loaded: true,
  more: false,
  usage: { used: 0, quota: 2_000 * megabyte, fileSize: 4_000 * megabyte },
  device: { used: 0, quota: 60_000 * megabyte },
  unfinished: [],
  storage: 'disk',
  played: new Set(),
};
