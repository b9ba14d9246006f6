import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServer } from '../app/cardea.ts';
import { Segments } from '../design/Segments.tsx';
import { EntryForm } from './EntryForm.tsx';
import { modesOf, type EntryMode } from './entry.ts';
import { WelcomeFrame } from './WelcomeFrame.tsx';

/** The first screen: choose a name, or sign in. */
export function Welcome({ notice }: { notice: 'ended' | null }) {
  const { t } = useTranslation();
  const registration = useServer(({ info }) => info?.registration);
  const modes = modesOf(registration);
  const [chosen, setChosen] = useState<EntryMode>('guest');
  const mode = modes.includes(chosen) ? chosen : (modes[0] ?? 'sign-in');
  const labels = {
    guest: t('welcome.guest'),
    'sign-in': t('welcome.signIn'),
    create: t('welcome.createAccount'),
  } as const satisfies Record<EntryMode, string>;
  const titles = {
    guest: [t('welcome.guestTitle'), t('welcome.guestHint')],
    'sign-in': [t('welcome.signInTitle'), t('welcome.signInHint')],
    create: [t('welcome.createTitle'), t('welcome.createHint')],
  } as const satisfies Record<EntryMode, readonly [string, string]>;

  return (
    <WelcomeFrame>
      {notice === 'ended' && (
        <p role="alert" className="mb-6 rounded-xl bg-brass-wash px-4 py-3 text-sm">
          {t('welcome.ended')}
        </p>
      )}
      {modes.length > 1 && (
        <div className="mb-8">
          <Segments
            label={t('welcome.modes')}
            value={mode}
            options={modes.map((value) => ({ value, label: labels[value] }))}
            onChange={setChosen}
          />
        </div>
      )}
      <h1 className="text-3xl font-semibold tracking-tight">{titles[mode][0]}</h1>
      <p className="mt-2 mb-7 text-pretty text-soft">{titles[mode][1]}</p>
      <EntryForm key={mode} mode={mode} />
      {registration === 'closed' && <p className="mt-4 text-sm text-soft">{t('welcome.closed')}</p>}
      {registration === 'guests' && <p className="mt-4 text-sm text-soft">{t('welcome.accountsClosed')}</p>}
      <p className="mt-8 flex items-start gap-2.5 text-sm text-soft">
        <ShieldCheck aria-hidden className="mt-px size-4.5 shrink-0 text-accent" />
        {t('welcome.privacy')}
      </p>
    </WelcomeFrame>
  );
}
