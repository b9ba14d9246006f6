import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from './TextField.tsx';

interface PasswordFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: 'current-password' | 'new-password';
  hint?: string | undefined;
  error?: string | null;
}

export function PasswordField({
  label,
  value,
  onChange,
  autoComplete,
  hint,
  error = null,
}: PasswordFieldProps) {
  const { t } = useTranslation();
  const [visible, setVisible] = useState(false);
  return (
    <TextField
      label={label}
      hint={hint}
      error={error}
      type={visible ? 'text' : 'password'}
      value={value}
      maxLength={200}
      autoComplete={autoComplete}
      onChange={(event) => onChange(event.target.value)}
      trailing={
        <button
          type="button"
          aria-label={visible ? t('welcome.hidePassword') : t('welcome.showPassword')}
          title={visible ? t('welcome.hidePassword') : t('welcome.showPassword')}
          onClick={() => setVisible(!visible)}
          className="mr-0.5 grid size-11 shrink-0 place-items-center rounded-full text-soft hover:bg-sunken hover:text-ink [&_svg]:size-5"
        >
          {visible ? <EyeOff /> : <Eye />}
        </button>
      }
    />
  );
}
