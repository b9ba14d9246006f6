import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './IconButton.tsx';

interface DialogProps {
  title: string;
  hint?: string | undefined;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  theme?: 'room' | undefined;
}

/** A modal on the platform's own `<dialog>`: focus trap and the return of the focus are the browser's. */
export function Dialog({ title, hint, onClose, children, wide = false, theme }: DialogProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);

  // Heard before anybody else: the tip of the focused button would take the first Esc for itself, and browsers
  // close a dialog behind React's back when two Esc follow each other without a click (HTML, close watchers).
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      if (Array.from(document.querySelectorAll('dialog[open]')).at(-1) !== element.current) return;
      event.preventDefault();
      event.stopPropagation();
      onClose();
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [onClose]);

  return (
    <dialog
      ref={element}
      data-theme={theme}
      aria-labelledby={`${id}-title`}
      aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
      className={`max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] animate-rise overflow-y-auto rounded-3xl border border-line bg-surface text-ink shadow-float max-sm:mb-4 ${wide ? 'max-w-2xl' : 'max-w-md'}`}
    >
      <div className="p-6 max-sm:p-5">
        <header className="mb-5 flex items-start gap-3">
          <div className="min-w-0 flex-1 pt-1.5">
            <h2 id={`${id}-title`} className="text-xl font-semibold tracking-tight">
              {title}
            </h2>
            {hint !== undefined && (
              <p id={`${id}-hint`} className="mt-1 text-pretty text-soft">
                {hint}
              </p>
            )}
          </div>
          <IconButton label={t('common.close')} icon={<X />} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
