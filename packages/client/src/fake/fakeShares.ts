import { CardeaError, type SharedItem } from '@cardea/protocol';
import type { SharesApi } from '../api.ts';
import { ann } from './samplePeople.ts';
import { sampleVideo } from './samplePictures.ts';

const day = 86_400_000;

/** By how the token begins: `locked…` wants a password of more than four letters, `expired…` has ended, the rest opens. */
export function fakeShares(): SharesApi {
  const now = Date.now();
  const item: SharedItem = {
    locked: false,
    title: 'Spring plan',
    mediaType: 'video/webm',
    size: 212_000_000,
    duration: 12_000,
    width: 960,
    height: 540,
    recordedAt: now - 2 * day,
    ownerName: ann.name,
    expiresAt: now + 5 * day,
  };
  let url = '';
  const make = async (): Promise<SharedItem> => {
    const video = url === '' ? await sampleVideo({ of: 'person', hue: 20 }) : null;
    if (video !== null) url = URL.createObjectURL(video);
    return item;
  };
  return {
    look: (token) => {
      if (token.startsWith('expired')) return Promise.reject(new CardeaError('share_expired'));
      if (token.startsWith('missing')) return Promise.reject(new CardeaError('not_found'));
      return token.startsWith('locked') ? Promise.resolve({ locked: true }) : make();
    },
    unlock: (_token, password) =>
      password.length > 4 ? make() : Promise.reject(new CardeaError('wrong_credentials')),
    contentUrl: () => url,
  };
}
