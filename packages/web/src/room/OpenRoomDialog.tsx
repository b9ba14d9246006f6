import { limits, RoomName } from '@cardea/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from '../app/navigation.ts';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { TextField } from '../design/TextField.tsx';

export default function OpenRoomDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState(false);
  const open = (): void => {
    const room = RoomName.safeParse(text.trim().normalize('NFC').replace(/\s+/gu, '-'));
    setRefused(!room.success);
    if (!room.success) return;
    onClose();
    navigate({ page: 'room', room: room.data, name: null });
  };
  return (
    <Dialog title={t('room.openTitle')} hint={t('room.openHint')} onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <TextField
          label={t('room.name')}
          placeholder={t('room.namePlaceholder')}
          value={text}
          maxLength={limits.roomNameLength}
          autoFocus
          autoComplete="off"
          error={refused ? t('room.badName', { count: limits.roomNameLength }) : null}
          onChange={(event) => {
            setText(event.target.value);
            setRefused(false);
          }}
        />
        <Button type="submit" look="primary" size="lg" wide>
          {t('room.open')}
        </Button>
      </form>
    </Dialog>
  );
}
