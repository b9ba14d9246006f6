import { ImagePlus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useMe } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Avatar } from '../design/Avatar.tsx';
import { Button } from '../design/Button.tsx';
import { CropDialog } from './CropDialog.tsx';

export function AvatarEditor() {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const me = useMe();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  return (
    <div className="flex flex-wrap items-center gap-5">
      <Avatar person={me} size="xl" />
      <div className="flex flex-wrap gap-2">
        <input
          ref={picker}
          type="file"
          accept="image/*"
          hidden
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            event.target.value = '';
          }}
        />
        <Button icon={<ImagePlus />} onClick={() => picker.current?.click()}>
          {t('settings.choosePicture')}
        </Button>
        {me.avatarUrl !== null && (
          <Button look="dangerPlain" icon={<Trash2 />} onClick={() => run(cardea.session.setAvatar(null))}>
            {t('settings.removePicture')}
          </Button>
        )}
      </div>
      {file !== null && <CropDialog file={file} onClose={() => setFile(null)} />}
    </div>
  );
}
