import type { RoomName } from '@cardea/protocol';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { changePreferences } from '../app/preferences.ts';
import { EntryForm } from '../welcome/EntryForm.tsx';
import { Loading } from '../welcome/Loading.tsx';
import { WelcomeFrame } from '../welcome/WelcomeFrame.tsx';

/** Somebody opens a room's link without being signed in: the name in the link lets them in as a guest. */
export function RoomEntry({ room, name }: { room: RoomName; name: string | null }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const [state, setState] = useState<{ asking: boolean; refusal: unknown }>({
    asking: name === null,
    refusal: null,
  });
  const tried = useRef(false);

  useEffect(() => {
    // Once, although React runs effects twice in development: a second try would find the name taken by the first.
    if (name === null || tried.current) return;
    tried.current = true;
    cardea.session.enterAsGuest(name).then(
      () => changePreferences({ name }),
      (refusal: unknown) => setState({ asking: true, refusal }),
    );
  }, [cardea, name]);

  if (!state.asking) return <Loading />;
  return (
    <WelcomeFrame>
      <h1 className="text-3xl font-semibold tracking-tight wrap-anywhere">{t('room.enterAs', { room })}</h1>
      <p className="mt-2 mb-7 text-pretty text-soft">{t('room.enterHint')}</p>
      <EntryForm mode="guest" initialName={name ?? undefined} initialError={state.refusal} />
    </WelcomeFrame>
  );
}
