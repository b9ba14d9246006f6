import { BellOff, DoorOpen, LogOut, Settings, SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCalls, useMe, useServer } from '../app/cardea.ts';
import { openDialog } from '../app/dialogs.ts';
import { navigate } from '../app/navigation.ts';
import { usePreferences } from '../app/preferences.ts';
import { Avatar } from '../design/Avatar.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { Menu, MenuItem, MenuLine } from '../design/Menu.tsx';
import { unlockSound, useSound } from '../ring/sound.ts';

/** Oneself, and the way to everything that is about oneself. */
export function MeBar() {
  const { t } = useTranslation();
  const me = useMe();
  const online = useServer(({ connection }) => connection === 'online');
  const calling = useCalls(({ calls }) => calls.some(({ stage }) => stage === 'connected'));
  const presence = !online ? 'offline' : calling ? 'in-call' : 'online';
  const silent = useSound((state) => !state.unlocked);
  const wanted = usePreferences((state) => state.ringSounds);

  return (
    <header className="flex items-center gap-1 px-4 pt-4 pb-3">
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="-ml-1.5 flex min-w-0 flex-1 items-center gap-3 rounded-2xl p-1.5 text-left hover:bg-sunken"
          >
            <Avatar person={me} presence={presence} />
            <span className="min-w-0">
              <span className="block truncate leading-snug font-semibold">{me.name}</span>
              <span className="block truncate text-sm text-soft">
                {t(`presence.${presence}`)}
                {me.kind === 'guest' && ` · ${t('people.guest')}`}
              </span>
            </span>
            <span className="sr-only">{t('nav.menu')}</span>
          </button>
        }
      >
        <MenuItem icon={<SlidersHorizontal />} onSelect={() => openDialog('device-check')}>
          {t('nav.checkDevices')}
        </MenuItem>
        <MenuItem icon={<DoorOpen />} onSelect={() => openDialog('open-room')}>
          {t('nav.openRoom')}
        </MenuItem>
        <MenuItem icon={<Settings />} onSelect={() => navigate({ page: 'settings', section: null })}>
          {t('nav.settings')}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<LogOut />} danger onSelect={() => openDialog('sign-out')}>
          {t('nav.signOut')}
        </MenuItem>
      </Menu>
      {silent && wanted && (
        <IconButton label={t('ring.enableSounds')} icon={<BellOff />} look="accent" onClick={unlockSound} />
      )}
      <IconButton
        label={t('nav.settings')}
        icon={<Settings />}
        onClick={() => navigate({ page: 'settings', section: null })}
      />
    </header>
  );
}
