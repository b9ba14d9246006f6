import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCalls } from '../app/cardea.ts';
import { usePreferences } from '../app/preferences.ts';
import { usePageTitle } from '../app/usePageTitle.ts';
import { incomingCall, toneFor } from './ringPlan.ts';
import { playTone, unlockOnFirstTouch, useSound } from './sound.ts';

/** Everything about a ring that is not on the page: sound, vibration, the tab's title, the system's notification. */
export function RingEffects() {
  const { t } = useTranslation();
  const incoming = useCalls(({ calls }) => incomingCall(calls));
  const tone = useCalls(({ calls }) => toneFor(calls));
  const { ringSounds, notifications } = usePreferences();
  const unlocked = useSound((state) => state.unlocked);
  const name = incoming?.person.name;
  const id = incoming?.id;
  const kind = incoming?.kind;

  usePageTitle(name === undefined ? null : t('ring.titleFlash', { name }));
  useEffect(() => unlockOnFirstTouch(), []);

  useEffect(() => {
    if (tone === null || !ringSounds || !unlocked) return undefined;
    return playTone(tone);
  }, [tone, ringSounds, unlocked]);

  useEffect(() => {
    // Without a touch on the page, browsers refuse to vibrate and complain in the console.
    if (id === undefined || !unlocked || typeof navigator.vibrate !== 'function') return undefined;
    const pattern = [500, 250, 500, 1_500];
    navigator.vibrate(pattern);
    const timer = setInterval(() => navigator.vibrate(pattern), 2_750);
    return () => {
      clearInterval(timer);
      navigator.vibrate(0);
    };
  }, [id, unlocked]);

  useEffect(() => {
    if (id === undefined || name === undefined || !notifications) return undefined;
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return undefined;
    if (document.visibilityState === 'visible') return undefined;
    const notification = new Notification(name, {
      body: kind === 'video' ? t('ring.notificationVideo') : t('ring.notificationVoice'),
      icon: '/icon-192.png',
      tag: id,
      requireInteraction: true,
    });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return () => notification.close();
  }, [id, name, kind, notifications, t]);

  return null;
}
