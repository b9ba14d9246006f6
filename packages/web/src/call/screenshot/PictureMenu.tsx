import { Camera, MoreVertical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import { takeScreenshot } from './screenshot.ts';

/** What can be done with one picture of the call. */
export function PictureMenu({ stream, name }: { stream: MediaStream; name: string }) {
  const { t } = useTranslation();
  return (
    <Menu
      theme="room"
      trigger={
        <IconButton
          label={t('recording.picture.menu', { name })}
          icon={<MoreVertical />}
          look="glass"
          size="sm"
        />
      }
    >
      <MenuItem icon={<Camera />} onSelect={() => void takeScreenshot(stream, name)}>
        {t('recording.picture.take')}
      </MenuItem>
    </Menu>
  );
}
