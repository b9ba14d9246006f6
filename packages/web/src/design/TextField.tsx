import { useId, type ComponentProps, type ReactNode } from 'react';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'className' | 'id'> {
  label: string;
  hint?: string | undefined;
  error?: string | null;
  trailing?: ReactNode;
}

export function TextField({ label, hint, error = null, trailing, ...rest }: TextFieldProps) {
  const id = useId();
  const describedBy = error !== null ? `${id}-error` : hint !== undefined ? `${id}-hint` : undefined;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div
        className={`flex items-center rounded-xl border bg-surface transition-shadow focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20 ${error === null ? 'border-line' : 'border-danger'}`}
      >
        <input
          {...rest}
          id={id}
          aria-invalid={error !== null}
          aria-describedby={describedBy}
          className="min-h-12 w-full min-w-0 flex-1 rounded-xl bg-transparent px-4 text-base outline-none placeholder:text-soft/80"
        />
        {trailing}
      </div>
      {error !== null ? (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm text-danger">
          {error}
        </p>
      ) : (
        hint !== undefined && (
          <p id={`${id}-hint`} className="mt-1.5 text-sm text-soft">
            {hint}
          </p>
        )
      )}
    </div>
  );
}
