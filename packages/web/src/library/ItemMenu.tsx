import type { LibraryEntry } from '@cardea/client';
import {
  CloudUpload,
  Download,
  EllipsisVertical,
  HardDrive,
  Pause,
  Pencil,
  Share2,
  Trash2,
  X,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useServerKeeps } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { IconButton } from '../design/IconButton.tsx';
import { Menu, MenuItem, MenuLine } from '../design/Menu.tsx';
import { freeSpace, removeItem } from './actions.ts';
import { RenameDialog } from './RenameDialog.tsx';
import { ShareDialog } from './ShareDialog.tsx';

interface ItemMenuProps {
  entry: LibraryEntry;
  look?: 'plain' | 'glass';
  theme?: 'room';
  onRemoved?: () => void;
}

/** Everything that can be done with an item. What belongs to somebody else can only be saved. */
export function ItemMenu({ entry, look = 'plain', theme, onRemoved }: ItemMenuProps) {
  const { t } = useTranslation();
  const { library } = useCardea();
  const cardea = useCardea();
  const run = useRun();
  const keeps = useServerKeeps();
  const [dialog, setDialog] = useState<'rename' | 'share' | null>(null);
  const { item, owner, place, upload } = entry;
  const mine = owner === null;
  const status = upload?.status;
  const moves = status === 'preparing' || status === 'uploading' || status === 'waiting';

  const remove = async (): Promise<void> => {
    await removeItem(cardea, item, t, run);
    onRemoved?.();
  };

  return (
    <>
      <Menu
        {...(theme !== undefined && { theme })}
        trigger={
          <IconButton
            label={t('library.menu.more', { title: item.title })}
            icon={<EllipsisVertical />}
            look={look}
            size={look === 'glass' ? 'sm' : 'md'}
          />
        }
      >
        {mine && keeps && place === 'device' && !moves && status !== 'verifying' && (
          <MenuItem icon={<CloudUpload />} onSelect={() => run(library.upload(item.id))}>
            {t(
              status === 'paused'
                ? 'library.upload.resume'
                : status === 'failed'
                  ? 'library.upload.again'
                  : 'library.upload.start',
            )}
          </MenuItem>
        )}
        {moves && (
          <MenuItem icon={<Pause />} onSelect={() => run(library.pauseUpload(item.id))}>
            {t('library.upload.pause')}
          </MenuItem>
        )}
        {(moves || status === 'paused') && (
          <MenuItem icon={<X />} onSelect={() => run(library.cancelUpload(item.id))}>
            {t('library.upload.cancel')}
          </MenuItem>
        )}
        {mine && keeps && (
          <MenuItem icon={<Share2 />} onSelect={() => setDialog('share')}>
            {t('library.menu.share')}
          </MenuItem>
        )}
        <MenuItem icon={<Download />} onSelect={() => run(library.download(item.id))}>
          {t('library.menu.download')}
        </MenuItem>
        {mine && (
          <MenuItem icon={<Pencil />} onSelect={() => setDialog('rename')}>
            {t('library.menu.rename')}
          </MenuItem>
        )}
        {place === 'both' && (
          <MenuItem icon={<HardDrive />} onSelect={() => run(freeSpace(cardea, item, t))}>
            {t('library.menu.removeFromDevice')}
          </MenuItem>
        )}
        {mine && (
          <>
            <MenuLine />
            <MenuItem icon={<Trash2 />} danger onSelect={() => run(remove())}>
              {t('library.menu.remove')}
            </MenuItem>
          </>
        )}
      </Menu>
      {dialog === 'rename' && <RenameDialog entry={entry} onClose={() => setDialog(null)} />}
      {dialog === 'share' && <ShareDialog entry={entry} onClose={() => setDialog(null)} />}
    </>
  );
}
