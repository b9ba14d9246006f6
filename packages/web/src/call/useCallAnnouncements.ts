import type { ClientCall } from '@cardea/client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../app/announcer.ts';
import { toast } from '../app/toasts.ts';
import { theyAreAway } from './trouble.ts';

/** Tells readers of the screen what the eye sees change. */
export function useCallAnnouncements(call: ClientCall | undefined): void {
  const { t } = useTranslation();
  const before = useRef<ClientCall | undefined>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = call;
    if (call === undefined) return;
    const name = call.person.name;
    if (last === undefined || last.id !== call.id || last.stage !== call.stage) {
      if (call.stage === 'ended') {
        if (call.end !== null) announce(t(`end.title.${call.end.reason}`));
      } else
        announce(
          call.stage === 'connected' ? t('call.announce.connected', { name }) : t(`call.stage.${call.stage}`),
        );
      return;
    }
    const { local, remote } = call;
    // Nobody says no in words: the request is gone, and the call is what it was.
    if (last.videoRequest === 'from-me' && call.videoRequest === null && call.kind === 'audio') {
      toast(t('call.videoDeclined', { name }));
    }
    if (last.local.microphone.on !== local.microphone.on) {
      announce(t(local.microphone.on ? 'call.announce.unmuted' : 'call.announce.muted'));
    } else if (last.local.camera.on !== local.camera.on) {
      announce(t(local.camera.on ? 'call.announce.cameraOn' : 'call.announce.cameraOff'));
    } else if (last.local.screen.on !== local.screen.on) {
      announce(t(local.screen.on ? 'call.announce.sharing' : 'call.announce.notSharing'));
    } else if (!last.remote.screen && remote.screen) {
      announce(t('call.announce.theirScreen', { name }));
    } else if (last.heldByMe !== call.heldByMe) {
      announce(t(call.heldByMe ? 'call.announce.held' : 'call.announce.resumed'));
    } else if (!last.remote.hold && remote.hold) {
      announce(t('call.theirHold', { name }));
    } else if (last.remote.hold && !remote.hold) {
      announce(t('call.announce.offHold', { name }));
    } else if (last.link !== call.link && call.link === 'reconnecting') {
      announce(theyAreAway(call) ? t('call.frozen', { name }) : t('call.reconnecting'));
    }
  }, [call, t]);
}
