import { Volume2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePreferences, usePreferences } from '../app/preferences.ts';
import { Button } from '../design/Button.tsx';
import { Toggle } from '../design/Toggle.tsx';
import { playTone } from '../ring/sound.ts';
import { Card } from './Card.tsx';

function permissionNow(): NotificationPermission | 'unsupported' {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;
}

export function NotificationsSection() {
  const { t } = useTranslation();
  const { notifications, ringSounds } = usePreferences();
  const [permission, setPermission] = useState(permissionNow);
  const stopTone = useRef<() => void>(undefined);
  const hints = {
    unsupported: t('settings.notifyUnsupported'),
    denied: t('settings.notifyDenied'),
    default: t('settings.notifyHint'),
    granted: t('settings.notifyHint'),
  } as const;

  const allow = async (): Promise<void> => {
    const answer = permission === 'default' ? await Notification.requestPermission() : permissionNow();
    setPermission(answer);
    changePreferences({ notifications: answer === 'granted' });
  };
  const listen = (): void => {
    stopTone.current?.();
    const stop = playTone('ring');
    const timer = setTimeout(stop, 3_000);
    stopTone.current = () => {
      clearTimeout(timer);
      stop();
    };
  };
  useEffect(() => () => stopTone.current?.(), []);

  return (
    <Card>
      <div className="divide-y divide-line">
        <Toggle
          label={t('settings.notify')}
          hint={hints[permission]}
          checked={notifications && permission === 'granted'}
          disabled={permission === 'denied' || permission === 'unsupported'}
          onChange={(wanted) => (wanted ? void allow() : changePreferences({ notifications: false }))}
        />
        <Toggle
          label={t('settings.ringSounds')}
          hint={t('settings.ringSoundsHint')}
          checked={ringSounds}
          onChange={(wanted) => changePreferences({ ringSounds: wanted })}
        />
      </div>
      <div className="mt-2">
        <Button size="sm" icon={<Volume2 />} disabled={!ringSounds} onClick={listen}>
          {t('settings.ringTest')}
        </Button>
      </div>
    </Card>
  );
}
