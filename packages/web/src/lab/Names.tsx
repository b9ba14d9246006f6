import { List, Phone } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../design/Button.tsx';
import { TextField } from '../design/TextField.tsx';

interface NamesProps {
  name: string | null;
  names: readonly string[] | null;
  onRegister: (name: string) => void;
  onList: () => void;
  onCall: (name: string) => void;
}

const longestName = 100;

/** A name of one's own, the names at the server, and a name to call. */
export function Names({ name, names, onRegister, onList, onCall }: NamesProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      {name === null ? (
        <NameForm label={t('lab.ownName')} action={t('lab.register')} onName={onRegister} />
      ) : (
        <p role="status">{t('lab.registered', { name })}</p>
      )}
      {name !== null && <NameForm label={t('lab.otherName')} action={t('lab.call')} onName={onCall} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" icon={<List />} onClick={onList}>
          {t('lab.list')}
        </Button>
        {names?.length === 0 && <p className="text-sm text-soft">{t('lab.listEmpty')}</p>}
        {names?.map((one) =>
          one === name || name === null ? (
            <span key={one} className="rounded-xl bg-sunken px-3 py-1.5 text-sm wrap-anywhere">
              {one}
            </span>
          ) : (
            <Button
              key={one}
              size="sm"
              look="outline"
              icon={<Phone />}
              aria-label={t('lab.callName', { name: one })}
              onClick={() => onCall(one)}
            >
              {one}
            </Button>
          ),
        )}
      </div>
    </div>
  );
}

function NameForm({
  label,
  action,
  onName,
}: {
  label: string;
  action: string;
  onName: (name: string) => void;
}) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') onName(text.trim());
  };
  return (
    <form onSubmit={submit} noValidate>
      <TextField
        label={label}
        value={text}
        maxLength={longestName}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        trailing={
          <span className="pr-1.5">
            <Button type="submit" size="sm" look="primary">
              {action}
            </Button>
          </span>
        }
      />
    </form>
  );
}
