import type { LibraryEntry } from '@cardea/client';
import { CloudUpload, Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea, useLibrary, usePeople } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { useLocale } from '../i18n/useLanguage.ts';
import { uploadText } from './itemText.ts';
import { ShareLinks } from './ShareLinks.tsx';
import { SharePeople } from './SharePeople.tsx';
import { whoSees } from './whoSees.ts';

/** With whom an item is shared, and links to it. Every change is made at once. */
export function ShareDialog({ entry: opened, onClose }: { entry: LibraryEntry; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const cardea = useCardea();
  const run = useRun();
  const entry = useLibrary(({ entries }) => entries.find(({ item }) => item.id === opened.item.id)) ?? opened;
  const known = usePeople((state) => state.known);
  const { item, place, upload } = entry;
  const names = entry.sharedWith.flatMap((id) => {
    const name = known.get(id)?.name ?? item.people.find((one) => one.id === id)?.name;
    return name === undefined ? [] : [name];
  });
  const going = upload !== null && upload.status !== 'failed' && upload.status !== 'paused';

  return (
    <Dialog title={t('library.share.title', { title: item.title })} onClose={onClose}>
      {place === 'device' ? (
        <div className="grid gap-4">
          <p className="text-soft">{t('library.share.needsServer')}</p>
          <Button
            look="primary"
            icon={<CloudUpload />}
            busy={going}
            onClick={() => run(cardea.library.upload(item.id))}
          >
            {t('library.upload.start')}
          </Button>
          <p role="status" className="min-h-5 text-sm text-soft tabular">
            {upload !== null && uploadText(upload, t, locale)}
          </p>
        </div>
      ) : (
        <div className="grid gap-6">
          <p role="status" className="flex items-center gap-3 rounded-2xl bg-accent-wash px-4 py-3 text-sm">
            <Eye aria-hidden className="size-5 shrink-0 text-accent" />
            {whoSees(names, entry.links, t, locale)}
          </p>
          <SharePeople entry={entry} />
          <ShareLinks entry={entry} />
        </div>
      )}
    </Dialog>
  );
}
