import type { Cardea, LibraryEntry } from '@cardea/client';
import type { TFunction } from 'i18next';
import { toast } from '../app/toasts.ts';

type Item = LibraryEntry['item'];

/** Deletes it at once; for as long as the toast is there a click brings it back. */
export async function removeItem(
  cardea: Cardea,
  { id, title }: Pick<Item, 'id' | 'title'>,
  t: TFunction,
  run: (action: Promise<unknown>) => void,
): Promise<void> {
  const { library } = cardea;
  await library.remove(id);
  toast(t('library.removed', { title }), {
    action: { label: t('library.undo'), run: () => run(library.restore(id)) },
  });
}

export async function freeSpace(
  cardea: Cardea,
  { id, title }: Pick<Item, 'id' | 'title'>,
  t: TFunction,
): Promise<void> {
  await cardea.library.removeFromDevice(id);
  toast(t('library.freed', { title }));
}
