import type { LibraryEntry } from '@cardea/client';
import { ItemTitle, limits } from '@cardea/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { errorText } from '../app/errorText.ts';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { TextField } from '../design/TextField.tsx';

export function RenameDialog({ entry, onClose }: { entry: LibraryEntry; onClose: () => void }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const { id, title } = entry.item;
  const [text, setText] = useState(title);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (): Promise<void> => {
    const parsed = ItemTitle.safeParse(text);
    if (!parsed.success) {
      setProblem(t('library.rename.empty'));
      return;
    }
    setBusy(true);
    try {
      await cardea.library.rename(id, parsed.data);
      onClose();
    } catch (error) {
      setProblem(errorText(error, t));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t('library.rename.title')} onClose={onClose}>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t('library.rename.label')}
          value={text}
          error={problem}
          maxLength={limits.itemTitleLength}
          autoComplete="off"
          autoFocus
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(null);
          }}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" busy={busy}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
