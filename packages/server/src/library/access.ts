import { CardeaError } from '@cardea/protocol';

/** How somebody who asks stands to an item. */
export type Relation =
  | 'owner'
  /** Somebody the owner shares it with. */
  | 'shared'
  /** Whoever has a valid link to it, and its password if it has one. */
  | 'link'
  | 'stranger';

/** `deleted` can still be undone. */
export type ItemState = 'uploading' | 'ready' | 'deleted';

export type Action =
  /** Its description and its small picture. */
  | 'see'
  /** Its bytes. */
  | 'play'
  | 'rename'
  /** With people and by links; to look at the links too. */
  | 'share'
  /** To send its bytes. */
  | 'upload'
  /** To ask how far its upload is. */
  | 'follow-upload'
  | 'delete'
  | 'restore';

/** Everything that is allowed. What is not here is not. */
const allowed: Readonly<Record<Action, Partial<Record<Relation, readonly ItemState[]>>>> = {
  see: { owner: ['uploading', 'ready'], shared: ['ready'], link: ['ready'] },
  play: { owner: ['ready'], shared: ['ready'], link: ['ready'] },
  rename: { owner: ['uploading', 'ready'] },
  share: { owner: ['ready'] },
  upload: { owner: ['uploading'] },
  'follow-upload': { owner: ['uploading', 'ready'] },
  delete: { owner: ['uploading', 'ready', 'deleted'] },
  restore: { owner: ['uploading', 'ready', 'deleted'] },
};

/** The one place that says who may do what with an item. */
export function mayDo(action: Action, relation: Relation, state: ItemState): boolean {
  return allowed[action][relation]?.includes(state) ?? false;
}

/**
 * @throws CardeaError `not_allowed` to whoever may see the item at least, and `not_found` to everybody else, who
 * cannot tell it from an item that is not there
 */
export function assertMayDo(action: Action, relation: Relation, state: ItemState): void {
  if (mayDo(action, relation, state)) return;
  if (!mayDo('see', relation, state)) throw new CardeaError('not_found');
  throw new CardeaError('not_allowed', {
    ...(relation === 'owner' && { details: 'Not while the item is in this state.' }),
  });
}
