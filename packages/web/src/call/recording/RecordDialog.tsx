import type { ClientCall, RecordingContainer, RecordingHeight } from '@cardea/client';
import type { RecordingSubject } from '@cardea/protocol';
import { AudioLines, MonitorUp, User, UserRound, UsersRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useRecordings } from '../../app/cardea.ts';
import { useRun } from '../../app/useRun.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Segments } from '../../design/Segments.tsx';
import { useRecordingChoice } from './recordingChoice.ts';

const subjects = ['composed', 'theirs', 'mine', 'voices', 'screen'] as const satisfies RecordingSubject[];
const icons = {
  composed: <UsersRound />,
  theirs: <User />,
  mine: <UserRound />,
  voices: <AudioLines />,
  screen: <MonitorUp />,
} as const satisfies Record<RecordingSubject, unknown>;
const heights = ['360', '720', '1080'] as const;

/** What is to be recorded, how large, in which format; the choice is remembered. */
export function RecordDialog({ call, onClose }: { call: ClientCall; onClose: () => void }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const containers = useRecordings((state) => state.containers);
  const chosen = useRecordingChoice();
  const [subject, setSubject] = useState<RecordingSubject>(chosen.subject);
  const [height, setHeight] = useState<RecordingHeight>(chosen.height);
  const [container, setContainer] = useState<RecordingContainer>(chosen.container);
  const { name } = call.person;
  useEffect(() => run(cardea.recordings.prepare()), [cardea, run]);
  const sharing = call.local.screen.on || call.remote.screen;
  const possible = containers?.includes(container) === true ? container : (containers?.[0] ?? 'mp4');
  const start = (): void => {
    const options = { subject, height, container: possible };
    useRecordingChoice.setState(options);
    run(cardea.recordings.start(call.id, options));
    onClose();
  };
  return (
    <Dialog
      title={t('recording.title')}
      hint={t(subject === 'mine' ? 'recording.hintMine' : 'recording.hint', { name })}
      onClose={onClose}
      theme="room"
    >
      {containers?.length === 0 ? (
        <p role="alert" className="rounded-2xl bg-sunken p-4">
          {t('recording.impossible')}
        </p>
      ) : (
        <>
          <div role="radiogroup" aria-label={t('recording.what')} className="grid gap-1.5">
            {subjects.map((one) => (
              <label
                key={one}
                className="flex min-h-14 items-center gap-3.5 rounded-2xl border-2 border-line px-4 py-2 transition-colors hover:bg-raised has-checked:border-accent has-checked:bg-accent-wash has-disabled:opacity-45 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent [&_svg]:size-5.5 [&_svg]:shrink-0 [&_svg]:text-accent"
              >
                <input
                  type="radio"
                  name="recording-subject"
                  className="sr-only"
                  value={one}
                  checked={subject === one}
                  disabled={one === 'screen' && !sharing}
                  onChange={() => setSubject(one)}
                />
                {icons[one]}
                <span className="min-w-0">
                  <span className="block leading-tight font-semibold">{t(`recording.subject.${one}`)}</span>
                  <span className="block text-sm leading-snug text-soft">
                    {t(`recording.subjectHint.${one}`, { name })}
                  </span>
                </span>
              </label>
            ))}
          </div>
          <div className="mt-4 grid gap-2.5 sm:grid-cols-2">
            {subject !== 'voices' && (
              <Segments
                label={t('recording.size')}
                value={String(height) as (typeof heights)[number]}
                options={heights.map((value) => ({ value, label: t('recording.sizeOf', { height: value }) }))}
                onChange={(value) => setHeight(Number(value) as RecordingHeight)}
              />
            )}
            {containers !== null && containers.length > 1 && (
              <Segments
                label={t('recording.format')}
                value={possible}
                options={containers.map((value) => ({ value, label: t(`recording.formatOf.${value}`) }))}
                onChange={setContainer}
              />
            )}
          </div>
          <div className="mt-5">
            <Button look="primary" size="lg" wide disabled={containers === null} onClick={start}>
              {t(subject === 'mine' ? 'recording.start' : 'recording.ask')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
