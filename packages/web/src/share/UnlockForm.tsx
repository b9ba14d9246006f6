import { CardeaError } from '@cardea/protocol';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../app/errorText.ts';
import { Button } from '../design/Button.tsx';
import { PasswordField } from '../design/PasswordField.tsx';

export function UnlockForm({ unlock }: { unlock: (password: string) => Promise<void> }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    if (password === '') return;
    setBusy(true);
    try {
      await unlock(password);
    } catch (error) {
      const wrong = error instanceof CardeaError && error.code === 'wrong_credentials';
      setProblem(wrong ? t('library.sharePage.wrong') : errorText(error, t));
      setBusy(false);
    }
  };

  return (
    <form
      className="grid animate-rise gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div>
        <span className="mb-4 grid size-14 place-items-center rounded-2xl bg-accent-wash text-accent">
          <Lock aria-hidden className="size-6" />
        </span>
        <h1 className="text-2xl font-semibold tracking-tight">{t('library.sharePage.lockedTitle')}</h1>
        <p className="mt-1 text-soft">{t('library.sharePage.lockedHint')}</p>
      </div>
      <PasswordField
        label={t('library.sharePage.password')}
        value={password}
        autoComplete="current-password"
        error={problem}
        onChange={(text) => {
          setPassword(text);
          setProblem(null);
        }}
      />
      <Button look="primary" size="lg" type="submit" busy={busy} wide>
        {t('library.sharePage.open')}
      </Button>
    </form>
  );
}
