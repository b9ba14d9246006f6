import { CardeaError, limits } from '@cardea/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useMe } from '../app/cardea.ts';
import { errorText } from '../app/errorText.ts';
import { toast } from '../app/toasts.ts';
import { Button } from '../design/Button.tsx';
import { PasswordField } from '../design/PasswordField.tsx';

type Problem = { field: 'current' | 'password'; text: string } | null;

/** Makes an account of a guest, or changes the password of one. */
export function PasswordForm() {
  const { t } = useTranslation();
  const cardea = useCardea();
  const guest = useMe().kind === 'guest';
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem>(null);
  const [busy, setBusy] = useState(false);

  const save = async (): Promise<void> => {
    if (password.length < limits.passwordMinLength) {
      setProblem({
        field: 'password',
        text: t('welcome.passwordShort', { count: limits.passwordMinLength }),
      });
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await (guest ? cardea.session.setPassword(password) : cardea.session.setPassword(password, current));
      setCurrent('');
      setPassword('');
      toast(guest ? t('settings.accountMade') : t('settings.passwordChanged'));
    } catch (error) {
      const wrong = error instanceof CardeaError && error.code === 'wrong_credentials' && !guest;
      setProblem({ field: wrong ? 'current' : 'password', text: errorText(error, t) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {guest && <p className="text-pretty text-soft">{t('settings.guestAccount')}</p>}
      {!guest && (
        <PasswordField
          label={t('settings.currentPassword')}
          value={current}
          error={problem?.field === 'current' ? problem.text : null}
          autoComplete="current-password"
          onChange={setCurrent}
        />
      )}
      <PasswordField
        label={guest ? t('welcome.password') : t('settings.newPassword')}
        value={password}
        hint={t('welcome.passwordHint', { count: limits.passwordMinLength })}
        error={problem?.field === 'password' ? problem.text : null}
        autoComplete="new-password"
        onChange={setPassword}
      />
      <span>
        <Button
          type="submit"
          look="primary"
          busy={busy}
          disabled={password === '' || (!guest && current === '')}
        >
          {guest ? t('settings.makeAccount') : t('settings.changePassword')}
        </Button>
      </span>
    </form>
  );
}
