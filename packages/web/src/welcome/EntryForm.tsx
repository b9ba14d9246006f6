import { limits, Name } from '@cardea/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { errorText } from '../app/errorText.ts';
import { changePreferences, usePreferences } from '../app/preferences.ts';
import { Button } from '../design/Button.tsx';
import { PasswordField } from '../design/PasswordField.tsx';
import { TextField } from '../design/TextField.tsx';
import { checkEntry, errorField, type EntryMode } from './entry.ts';

interface EntryFormProps {
  mode: EntryMode;
  /** What stands in the name field at first. */
  initialName?: string | undefined;
  /** A refusal from an entry tried before this form was shown. */
  initialError?: unknown;
}

export function EntryForm({ mode, initialName, initialError = null }: EntryFormProps) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const remembered = usePreferences((state) => state.name);
  const [name, setName] = useState(initialName ?? remembered);
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>(initialError);
  const [checked, setChecked] = useState<ReturnType<typeof checkEntry>>(null);
  const [busy, setBusy] = useState(false);

  const enter = async (): Promise<void> => {
    switch (mode) {
      case 'guest':
        return await cardea.session.enterAsGuest(name);
      case 'sign-in':
        return await cardea.session.signIn(name, password);
      case 'create':
        return await cardea.session.createAccount(name, password);
    }
  };

  const submit = async (): Promise<void> => {
    const problem = checkEntry(mode, name, password);
    setChecked(problem);
    setFailure(null);
    if (problem !== null) return;
    setBusy(true);
    try {
      changePreferences({ name: Name.parse(name) });
      await enter();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  const field = failure === null ? null : errorField(failure);
  const text = failure === null ? null : errorText(failure, t);
  const nameError = checked === 'name' ? t('welcome.nameEmpty') : field === 'name' ? text : null;
  const passwordError =
    checked === 'password'
      ? t('welcome.passwordShort', { count: limits.passwordMinLength })
      : field === 'password'
        ? text
        : null;

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label={t('welcome.name')}
        placeholder={t('welcome.namePlaceholder')}
        value={name}
        error={nameError}
        maxLength={limits.nameLength}
        autoComplete={mode === 'guest' ? 'nickname' : 'username'}
        autoCapitalize="words"
        spellCheck={false}
        onChange={(event) => {
          setName(event.target.value);
          setChecked(null);
          setFailure(null);
        }}
      />
      {mode !== 'guest' && (
        <PasswordField
          label={t('welcome.password')}
          value={password}
          error={passwordError}
          hint={
            mode === 'create' ? t('welcome.passwordHint', { count: limits.passwordMinLength }) : undefined
          }
          autoComplete={mode === 'create' ? 'new-password' : 'current-password'}
          onChange={(value) => {
            setPassword(value);
            setChecked(null);
            setFailure(null);
          }}
        />
      )}
      {field === 'form' && (
        <p role="alert" className="rounded-xl bg-danger-wash px-4 py-3 text-sm text-danger">
          {text}
        </p>
      )}
      <Button type="submit" look="primary" size="lg" wide busy={busy}>
        {mode === 'guest'
          ? t('welcome.enter')
          : mode === 'create'
            ? t('welcome.createAccount')
            : t('welcome.signIn')}
      </Button>
    </form>
  );
}
