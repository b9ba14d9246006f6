import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './IconButton.tsx';
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
        <span className="pr-0.5">
          <IconButton
            label={visible ? t('welcome.hidePassword') : t('welcome.showPassword')}
            icon={visible ? <EyeOff /> : <Eye />}
            onClick={() => setVisible(!visible)}
          />
        </span>
      }
    />
  );
}
