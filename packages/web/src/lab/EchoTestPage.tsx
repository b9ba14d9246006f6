import { Phone, PhoneOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button } from '../design/Button.tsx';
import { Card } from '../settings/Card.tsx';
import { CallControls } from './CallControls.tsx';
import { DataMessages } from './DataMessages.tsx';
import { EchoCall } from './echoCall.ts';
import { firstChoices, MediaChoices } from './MediaChoices.tsx';
import { Pictures } from './Pictures.tsx';
import { runAndTell, usePluginCall, type LabPageProps } from './usePluginCall.ts';

/** `janus.plugin.echotest`. */
export function EchoTestPage(props: LabPageProps) {
  const call = usePluginCall(EchoCall, props);
  return call === null ? null : <Echo call={call} />;
}

function Echo({ call }: { call: EchoCall }) {
  const { t } = useTranslation();
  const state = useStore(call.store);
  const [choices, setChoices] = useState(firstChoices);
  if (state.stage === 'running') {
    const { peer, simulcast, layer } = state;
    return (
      <>
        <Card>
          <Pictures peer={peer} theirLabel={t('lab.echo')} audible={false} />
          <Button look="danger" icon={<PhoneOff />} onClick={() => runAndTell(call.hangUp())}>
            {t('lab.hangUp')}
          </Button>
        </Card>
        <Card title={t('lab.settings')}>
          <CallControls layer={simulcast ? layer : null} send={(settings) => call.configure(settings)} />
        </Card>
        <Card>
          <DataMessages peer={peer} />
        </Card>
      </>
    );
  }
  return (
    <Card>
      <p className="mb-3 text-soft">{t('lab.echoHint')}</p>
      <MediaChoices choices={choices} onChange={setChoices} />
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          look="primary"
          icon={<Phone />}
          busy={state.stage === 'starting'}
          onClick={() => void call.start(choices)}
        >
          {t('lab.start')}
        </Button>
        {state.stage === 'idle' && state.ended !== null && (
          <p role="status" className="text-sm text-soft">
            {t('lab.ended', { reason: state.ended })}
          </p>
        )}
      </div>
    </Card>
  );
}
