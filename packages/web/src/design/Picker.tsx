import { ChevronDown } from 'lucide-react';
import { useId } from 'react';

interface PickerProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
  disabled?: boolean;
}

/** A list to choose from: the platform's own `<select>`, which phones show as they always do. */
export function Picker({ label, value, options, onChange, disabled = false }: PickerProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.target.value)}
          className="min-h-12 w-full appearance-none truncate rounded-xl border border-line bg-surface pr-10 pl-4 text-ink disabled:opacity-60"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} className="bg-surface text-ink">
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-3.5 size-4.5 -translate-y-1/2 text-soft"
        />
      </div>
    </div>
  );
}
