import {
  ArrowLeft,
  Bell,
  Camera,
  ChevronRight,
  FlaskConical,
  LogOut,
  Palette,
  PhoneCall,
  Smartphone,
  UserRound,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useServer } from '../app/cardea.ts';
import { openDialog } from '../app/dialogs.ts';
import { navigate } from '../app/navigation.ts';
import { settingsSections, type SettingsSection } from '../app/route.ts';
import { usePhone } from '../app/useMedia.ts';
import { IconButton } from '../design/IconButton.tsx';
import { DeviceTest } from '../precheck/DeviceTest.tsx';
import { AppSection } from './AppSection.tsx';
import { CallsSection } from './CallsSection.tsx';
import { NotificationsSection } from './NotificationsSection.tsx';
import { PhoneSection } from './PhoneSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';

const icons = {
  profile: UserRound,
  devices: Camera,
  calls: PhoneCall,
  notifications: Bell,
  app: Palette,
  phone: Smartphone,
} as const satisfies Record<SettingsSection, unknown>;

const hints = {
  profile: 'settings.profileHint',
  devices: 'settings.devicesHint',
  calls: 'settings.callsHint',
  notifications: 'settings.notificationsHint',
  app: 'settings.appHint',
  phone: 'settings.phoneHint',
} as const satisfies Record<SettingsSection, string>;

/** A list of sections at the left, one of them at the right; on a phone one after the other. */
export default function Settings({ section }: { section: SettingsSection | null }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const version = useServer(({ info }) => info?.version);
  const shown = section ?? (phone ? null : 'profile');

  return (
    <div className="flex h-dvh">
      {(!phone || shown === null) && (
        <aside className="flex w-80 shrink-0 flex-col border-r border-line bg-surface max-md:w-full max-md:border-0 xl:w-92">
          <header className="flex items-center gap-1 px-3 py-4">
            <IconButton
              label={t('common.back')}
              icon={<ArrowLeft />}
              onClick={() => navigate({ page: 'home' })}
            />
            <h1 className="text-xl font-semibold tracking-tight">{t('settings.title')}</h1>
          </header>
          <nav
            aria-label={t('settings.title')}
            className="flex flex-1 flex-col gap-0.5 overflow-y-auto px-3 pb-4"
          >
            {settingsSections.map((one) => {
              const Icon = icons[one];
              return (
                <button
                  key={one}
                  type="button"
                  aria-current={one === shown ? 'page' : undefined}
                  onClick={() =>
                    navigate(
                      { page: 'settings', section: one },
                      section === null && phone ? 'push' : 'replace',
                    )
                  }
                  className={`flex min-h-15 items-center gap-3.5 rounded-2xl px-3 text-left transition-colors ${one === shown ? 'bg-accent-wash' : 'hover:bg-sunken'}`}
                >
                  <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-sunken text-accent">
                    <Icon aria-hidden className="size-5" />
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{t(`settings.${one}`)}</span>
                    <span className="block truncate text-sm text-soft">{t(hints[one])}</span>
                  </span>
                  <ChevronRight aria-hidden className="size-4 text-soft md:hidden" />
                </button>
              );
            })}
            <button
              type="button"
              onClick={() => navigate({ page: 'lab' })}
              className="flex min-h-15 items-center gap-3.5 rounded-2xl px-3 text-left transition-colors hover:bg-sunken"
            >
              <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-sunken text-accent">
                <FlaskConical aria-hidden className="size-5" />
              </span>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{t('settings.developers')}</span>
                <span className="block truncate text-sm text-soft">{t('settings.developersHint')}</span>
              </span>
              <ChevronRight aria-hidden className="size-4 text-soft md:hidden" />
            </button>
            <button
              type="button"
              onClick={() => openDialog('sign-out')}
              className="mt-2 flex min-h-13 items-center gap-3.5 rounded-2xl px-3 text-left font-medium text-danger hover:bg-danger-wash"
            >
              <span className="grid size-10 shrink-0 place-items-center">
                <LogOut aria-hidden className="size-5" />
              </span>
              {t('nav.signOut')}
            </button>
            <p className="mt-auto px-3 pt-6 text-xs text-soft">
              {version === undefined ? 'Cardea' : t('settings.version', { version })}
            </p>
          </nav>
        </aside>
      )}
      {shown !== null && (
        <main className="min-w-0 flex-1 overflow-y-auto">
          <div className="mx-auto max-w-2xl px-5 pt-5 pb-16 sm:px-8 md:pt-10">
            <header className="mb-6 flex items-center gap-1">
              {phone && (
                <span className="-ml-3">
                  <IconButton
                    label={t('common.back')}
                    icon={<ArrowLeft />}
                    onClick={() => navigate({ page: 'settings', section: null }, 'replace')}
                  />
                </span>
              )}
              <h2 className="text-2xl font-semibold tracking-tight">{t(`settings.${shown}`)}</h2>
            </header>
            {shown === 'profile' && <ProfileSection />}
            {shown === 'devices' && <DeviceTest />}
            {shown === 'calls' && <CallsSection />}
            {shown === 'notifications' && <NotificationsSection />}
            {shown === 'app' && <AppSection />}
            {shown === 'phone' && <PhoneSection />}
          </div>
        </main>
      )}
    </div>
  );
}
