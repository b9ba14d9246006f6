import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '../design/Logo.tsx';
import { LanguageMenu, ThemeMenu } from './LookMenu.tsx';
import { WelcomeArt } from './WelcomeArt.tsx';

/** The frame of everything that comes before one is signed in. */
export function WelcomeFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-full">
      <aside className="sticky top-0 hidden h-dvh w-[44%] max-w-2xl overflow-hidden lg:block">
        <WelcomeArt />
        <p className="absolute top-12 left-12 max-w-72 text-white">
          <span className="block text-4xl leading-tight font-semibold tracking-tight text-balance break-keep">
            {t('welcome.tagline')}
          </span>
          <span className="mt-3 block text-[#cfeae3]">{t('welcome.intro')}</span>
        </p>
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="flex items-center gap-2 px-5 py-4 sm:px-8">
          <Logo className="size-8 text-accent" />
          <span className="text-xl font-semibold tracking-tight">Cardea</span>
          <span className="flex-1" />
          <LanguageMenu />
          <ThemeMenu />
        </header>
        <main className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center px-5 pb-16 sm:px-8">
          {children}
        </main>
      </div>
    </div>
  );
}
