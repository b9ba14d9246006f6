import type { ReactNode } from 'react';
import { Logo } from '../design/Logo.tsx';
import { LanguageMenu, ThemeMenu } from '../welcome/LookMenu.tsx';

/** The page around what a link has to say. */
export function ShareFrame({ children }: { children?: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center gap-2 px-5 py-4 sm:px-8">
        <Logo className="size-8 text-accent" />
        <span className="text-xl font-semibold tracking-tight">Cardea</span>
        <span className="flex-1" />
        <LanguageMenu />
        <ThemeMenu />
      </header>
      <main className="mx-auto grid w-full max-w-md flex-1 content-center px-5 pb-24">{children}</main>
    </div>
  );
}
