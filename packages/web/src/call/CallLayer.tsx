import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCalls, useCardea } from '../app/cardea.ts';
import { recover } from '../app/missingParts.ts';
import { toast } from '../app/toasts.ts';
import { useRun } from '../app/useRun.ts';
import { CallWaiting } from '../ring/CallWaiting.tsx';
import { IncomingCall } from '../ring/IncomingCall.tsx';
import { incomingCall, isWaiting } from '../ring/ringPlan.ts';
import { CallLoading } from './CallLoading.tsx';
import { CallWithoutSurface } from './CallWithoutSurface.tsx';
import { loadAhead } from './loadAhead.ts';
import { RemoteAudio } from './RemoteAudio.tsx';
import { useRecordingNews } from './recording/useRecordingNews.ts';
import { farewell, shownCall, useSurface } from './surface.ts';
import { useCallAnnouncements } from './useCallAnnouncements.ts';
import { useWakeLock } from './useWakeLock.ts';

/** Without its surface a call goes on: it is heard, it can be ended, and a reload brings the surface. */
const CallSurface = lazy(async () => {
  try {
    return await import('./CallSurface.tsx');
  } catch {
    await recover();
    return { default: CallWithoutSurface };
  }
});

/** Everything about calls that lies over the app. */
export function CallLayer() {
  const calls = useCalls((state) => state.calls);
  const shown = useCalls(({ calls: all, activeId }) => shownCall(all, activeId));
  const minimised = useSurface((state) => state.minimised);
  const incoming = incomingCall(calls);
  const waiting = isWaiting(calls);
  useWakeLock(shown !== undefined && shown.stage !== 'ended');
  useCallAnnouncements(shown);
  useFarewells();
  useRecordingNews();

  // Ahead of the first call, when there is nothing else to do.
  useEffect(() => {
    const timer = setTimeout(() => void loadAhead(), 2_000);
    return () => clearTimeout(timer);
  }, []);

  return (
    <>
      {calls.map(
        (call) =>
          call.stage !== 'ended' && call.stage !== 'incoming' && <RemoteAudio key={call.id} call={call} />,
      )}
      {shown !== undefined && shown.id !== minimised && (
        <Suspense fallback={<CallLoading call={shown} />}>
          <CallSurface key={shown.id} call={shown} />
        </Suspense>
      )}
      {incoming !== undefined &&
        (waiting ? (
          <CallWaiting key={incoming.id} call={incoming} />
        ) : (
          <IncomingCall key={incoming.id} call={incoming} />
        ))}
    </>
  );
}

/** Ended calls that need no screen say their line and are forgotten; those beside a living call as well. */
function useFarewells(): void {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const calls = useCalls((state) => state.calls);
  useEffect(() => {
    const living = calls.some(({ stage }) => stage !== 'ended' && stage !== 'incoming');
    for (const call of calls) {
      if (call.stage !== 'ended') continue;
      const { person, kind, id } = call;
      const how = farewell(call);
      if (how === 'screen' && !living) continue;
      if (how === 'missed') {
        toast(t('ring.missedFrom', { name: person.name }), {
          action: { label: t('end.again'), run: () => run(cardea.calls.ring(person, kind)) },
        });
      } else if (how === 'elsewhere') {
        toast(t('end.title.answered-elsewhere'));
      } else if (how === 'screen' && call.end !== null) {
        toast(`${person.name} – ${t(`end.title.${call.end.reason}`)}`);
      }
      cardea.calls.dismiss(id);
    }
  }, [calls, cardea, run, t]);
}
