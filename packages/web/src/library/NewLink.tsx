import { limits, type ItemId } from '@cardea/protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { errorText } from '../app/errorText.ts';
import { Button } from '../design/Button.tsx';
import { CopyButton } from '../design/CopyButton.tsx';
import { PasswordField } from '../design/PasswordField.tsx';
import { Picker } from '../design/Picker.tsx';
import { TextField } from '../design/TextField.tsx';
import { Toggle } from '../design/Toggle.tsx';

const daySeconds = 24 * 3600;
const lifetimes = [1, 7, 30] as const;
const passwordLength = 4;

/** Makes a link. Its address is shown once: the server keeps only a fingerprint of it. */
export function NewLink({ item, onDone }: { item: ItemId; onDone: () => void }) {
  const { t } = useTranslation();
  const { library } = useCardea();
  const [lifetime, setLifetime] = useState('7');
  const [days, setDays] = useState('14');
  const [secret, setSecret] = useState(false);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<{ of: 'days' | 'password' | 'all'; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [url, setUrl] = useState<string | null>(null);

  const make = async (): Promise<void> => {
    const wanted = Number(lifetime === 'custom' ? days : lifetime);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted * daySeconds > limits.linkLifetime) {
      setProblem({ of: 'days', text: t('library.share.customWrong') });
      return;
    }
    if (secret && password.length < passwordLength) {
      setProblem({ of: 'password', text: t('welcome.passwordShort', { count: passwordLength }) });
      return;
    }
    setBusy(true);
    try {
      const link = await library.createLink(item, {
        lifetime: wanted * daySeconds,
        password: secret ? password : null,
      });
      setUrl(link.url);
    } catch (error) {
      setProblem({ of: 'all', text: errorText(error, t) });
    }
    setBusy(false);
  };

  if (url !== null) {
    return (
      <div className="mt-2 grid animate-rise gap-3 rounded-2xl bg-sunken p-4">
        <p className="text-sm">{t('library.share.created')}</p>
        <p className="rounded-xl border border-line bg-surface px-3 py-2 text-sm wrap-anywhere select-all">
          {url}
        </p>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={url} label={t('library.share.copy')} />
          <Button look="plain" onClick={onDone}>
            {t('common.close')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className="mt-2 grid gap-3 rounded-2xl bg-sunken p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Picker
        label={t('library.share.lifetime')}
        value={lifetime}
        options={[
          ...lifetimes.map((count) => ({ value: String(count), label: t('library.share.days', { count }) })),
          { value: 'custom', label: t('library.share.custom') },
        ]}
        onChange={setLifetime}
      />
      {lifetime === 'custom' && (
        <TextField
          label={t('library.share.customDays')}
          value={days}
          inputMode="numeric"
          maxLength={3}
          error={problem?.of === 'days' ? problem.text : null}
          onChange={(event) => {
            setDays(event.target.value);
            setProblem(null);
          }}
        />
      )}
      <Toggle label={t('library.share.withPassword')} checked={secret} onChange={setSecret} />
      {secret && (
        <PasswordField
          label={t('library.share.password')}
          hint={t('library.share.passwordHint', { count: passwordLength })}
          value={password}
          autoComplete="new-password"
          error={problem?.of === 'password' ? problem.text : null}
          onChange={(text) => {
            setPassword(text);
            setProblem(null);
          }}
        />
      )}
      {problem?.of === 'all' && (
        <p role="alert" className="text-sm text-danger">
          {problem.text}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="plain" onClick={onDone}>
          {t('common.cancel')}
        </Button>
        <Button look="primary" type="submit" busy={busy}>
          {t('library.share.create')}
        </Button>
      </div>
    </form>
  );
}
