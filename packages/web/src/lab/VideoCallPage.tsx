import { Phone, PhoneOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button } from '../design/Button.tsx';
import { Card } from '../settings/Card.tsx';
import { CallControls } from './CallControls.tsx';
import { DataMessages } from './DataMessages.tsx';
import { firstChoices, MediaChoices } from './MediaChoices.tsx';
import { Names } from './Names.tsx';
import { Pictures } from './Pictures.tsx';
import { runAndTell, usePluginCall, type LabPageProps } from './usePluginCall.ts';
import { VideoCallDesk } from './videoCallDesk.ts';

/** `janus.plugin.videocall`. */
export function VideoCallPage(props: LabPageProps) {
  const desk = usePluginCall(VideoCallDesk, props);
  return desk === null ? null : <Desk desk={desk} />;
}

function Desk({ desk }: { desk: VideoCallDesk }) {
  const { t } = useTranslation();
  const { name, names, call } = useStore(desk.store);
  const [choices, setChoices] = useState(firstChoices);
  const hangUp = (
    <Button look="danger" icon={<PhoneOff />} onClick={() => runAndTell(desk.hangUp())}>
      {t('lab.hangUp')}
    </Button>
  );
  switch (call.stage) {
    case 'none':
      return (
        <Card>
          <p className="mb-4 text-soft">{t('lab.videoCallHint')}</p>
          <Names
            name={name}
            names={names}
            onRegister={(wanted) => runAndTell(desk.register(wanted))}
            onList={() => runAndTell(desk.list())}
            onCall={(other) => void desk.call(other, choices)}
          />
          <div className="mt-3">
            <MediaChoices choices={choices} onChange={setChoices} />
          </div>
          {call.ended !== null && (
            <p role="status" className="mt-2 text-sm text-soft">
              {t('lab.ended', { reason: call.ended })}
            </p>
          )}
        </Card>
      );
    case 'incoming':
      return (
        <Card title={t('lab.calls', { name: call.other })}>
          <MediaChoices choices={choices} onChange={setChoices} calling={false} />
          <div role="alert" className="mt-3 flex flex-wrap gap-3">
            <Button look="answer" icon={<Phone />} onClick={() => void desk.accept(choices)}>
              {t('lab.accept')}
            </Button>
            <Button look="danger" icon={<PhoneOff />} onClick={() => runAndTell(desk.hangUp())}>
              {t('lab.decline')}
            </Button>
          </div>
        </Card>
      );
    case 'starting':
    case 'calling':
      return (
        <Card>
          <p role="status" className="mb-4 font-medium">
            {call.stage === 'calling' ? t('lab.rings', { name: call.other }) : t('lab.starting')}
          </p>
          {hangUp}
        </Card>
      );
    case 'in-call':
      return (
        <>
          <Card title={t('lab.inCallWith', { name: call.other })}>
            <Pictures peer={call.peer} theirLabel={call.other} audible />
            {hangUp}
          </Card>
          <Card title={t('lab.settings')}>
            <CallControls layer={call.layer} send={(settings) => desk.set(settings)} />
          </Card>
          <Card>
            <DataMessages peer={call.peer} />
          </Card>
        </>
      );
  }
}
