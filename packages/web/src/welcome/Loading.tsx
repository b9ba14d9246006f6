import { useTranslation } from 'react-i18next';
import { Logo } from '../design/Logo.tsx';

/** Shown while the server is asked who one is; appears late, so that a quick answer does not flicker. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <main className="grid min-h-full place-items-center" aria-busy>
      <div role="status" aria-label={t('common.loading')} className="animate-appear [animation-delay:250ms]">
        <Logo className="size-14 text-accent" />
      </div>
    </main>
  );
}
