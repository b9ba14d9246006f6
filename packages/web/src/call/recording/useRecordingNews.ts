import type { ActiveRecording, ClientCall } from '@cardea/client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../app/announcer.ts';
import { useCalls, useCardea, useLibrary, useRecordings } from '../../app/cardea.ts';
import { useRoute } from '../../app/navigation.ts';
import { toast } from '../../app/toasts.ts';
import { useShowPage } from '../useShowPage.ts';

/** Says how recordings end, in the call and after it, and to those who do not see that one begins. */
export function useRecordingNews(): void {
  const { t } = useTranslation();
  const cardea = useCardea();
  const showPage = useShowPage();
  const recordings = useRecordings((state) => state.recordings);
  const calls = useCalls((state) => state.calls);
  const told = useRef(new Set<string>());
  const before = useRef<readonly ClientCall[]>([]);

  useUnfinishedNews();
  useLeaveWarning(recordings.some(({ status }) => status === 'recording' || status === 'finishing'));

  useEffect(() => {
    for (const recording of recordings) {
      const { id, item, call, status, progress, silent, end } = recording;
      const name = calls.find((one) => one.id === call)?.person.name ?? '';
      const once = (what: string, say: () => void): void => {
        if (told.current.has(`${id} ${what}`)) return;
        told.current.add(`${id} ${what}`);
        say();
      };
      if (silent) once('silent', () => toast(t('recording.silent'), { tone: 'problem', lasting: true }));
      if (end !== null && end !== 'stopped') {
        once('end', () => toast(t(`recording.end.${end}`, { name }), toneOf(end)));
      }
      // A short one is ready before this could be read.
      if (status === 'finishing' && progress > 0 && progress < 0.5) {
        once('finishing', () => toast(t('recording.finishing')));
      }
      if (status === 'done') {
        const show = (): void => showPage({ page: 'library', item });
        once('done', () =>
          toast(t('recording.saved'), { action: { label: t('recording.show'), run: show } }),
        );
      }
      if (status === 'done' || status === 'ended') cardea.recordings.dismiss(id);
    }
  }, [recordings, calls, cardea, showPage, t]);

  useEffect(() => {
    for (const call of calls) {
      const last = before.current.find(({ id }) => id === call.id)?.recordings;
      if (last === undefined) continue;
      const { name } = call.person;
      const [was, is] = [last.mine?.state === 'on', call.recordings.mine?.state === 'on'];
      const [theyWere, theyAre] = [last.theirs?.state === 'on', call.recordings.theirs?.state === 'on'];
      if (was !== is) announce(t(is ? 'recording.announce.begun' : 'recording.announce.ended'));
      if (theyWere !== theyAre) {
        announce(t(theyAre ? 'recording.announce.theirsBegun' : 'recording.announce.theirsEnded', { name }));
      }
    }
    before.current = calls;
  }, [calls, t]);
}

/** At the start, and whenever another tab is found to have died: what was cut off can be kept. */
function useUnfinishedNews(): void {
  const { t } = useTranslation();
  const showPage = useShowPage();
  const count = useLibrary(({ unfinished }) => unfinished.filter(({ progress }) => progress === null).length);
  const told = useRef(0);
  // The library says so itself.
  const seen = useRoute().page === 'library';
  useEffect(() => {
    if (count > told.current && !seen) {
      const show = (): void => showPage({ page: 'library', item: null });
      toast(t('library.unfinished.title'), {
        lasting: true,
        action: { label: t('recording.show'), run: show },
      });
    }
    told.current = count;
  }, [count, seen, showPage, t]);
}

/** Leaving the page now would cut off a recording: the browser asks first. */
function useLeaveWarning(on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [on]);
}

function toneOf(end: NonNullable<ActiveRecording['end']>): { tone: 'plain' | 'problem' } {
  return { tone: end === 'disk-full' || end === 'codec' || end === 'unknown' ? 'problem' : 'plain' };
}
