import { limits, Name } from '@cardea/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useMe } from '../app/cardea.ts';
import { errorText } from '../app/errorText.ts';
import { changePreferences } from '../app/preferences.ts';
import { toast } from '../app/toasts.ts';
import { Button } from '../design/Button.tsx';
import { TextField } from '../design/TextField.tsx';
import { AvatarEditor } from './AvatarEditor.tsx';
import { Card } from './Card.tsx';
import { PasswordForm } from './PasswordForm.tsx';

export function ProfileSection() {
  const { t } = useTranslation();
  return (
    <>
      <Card>
        <AvatarEditor />
        <NameForm />
      </Card>
      <Card title={t('settings.account')}>
        <PasswordForm />
      </Card>
    </>
  );
}

function NameForm() {
  const { t } = useTranslation();
  const cardea = useCardea();
  const me = useMe();
  const [name, setName] = useState(me.name);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    const parsed = Name.safeParse(name);
    if (!parsed.success) return setError(t('welcome.nameEmpty'));
    setBusy(true);
    setError(null);
    try {
      await cardea.session.rename(parsed.data);
      changePreferences({ name: parsed.data });
      setName(parsed.data);
      toast(t('settings.nameSaved'));
    } catch (failure) {
      setError(errorText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      className="mt-6 flex flex-col items-stretch gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={t('settings.name')}
        value={name}
        maxLength={limits.nameLength}
        error={error}
        onChange={(event) => {
          setName(event.target.value);
          setError(null);
        }}
      />
      <span>
        <Button type="submit" look="primary" busy={busy} disabled={name.trim() === me.name}>
          {t('common.save')}
        </Button>
      </span>
    </form>
  );
}
