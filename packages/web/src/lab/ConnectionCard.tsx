import { Plug, Unplug } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useCardea } from '../app/cardea.ts';
import { Button } from '../design/Button.tsx';
import { PasswordField } from '../design/PasswordField.tsx';
import { Segments } from '../design/Segments.tsx';
import { TextField } from '../design/TextField.tsx';
import { Card } from '../settings/Card.tsx';
import { readServerUrl, rememberedServer, rememberServer } from './fields.ts';
import type { LabConnection } from './labConnection.ts';

/** To which server, and how it stands with it. */
export function ConnectionCard({ connection }: { connection: LabConnection }) {
  const { t } = useTranslation();
  const state = useStore(connection.store);
  if (state.status === 'closed') return <ConnectForm connection={connection} failure={state.failure} />;
  const dot = state.status === 'open' ? 'bg-online' : 'bg-away';
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-48 flex-1">
          <p role="status" className="flex items-center gap-2 font-medium">
            <span aria-hidden className={`size-2.5 rounded-full ${dot}`} />
            {t(`lab.state.${state.status}`)}
          </p>
          <p className="mt-0.5 text-sm wrap-anywhere text-soft select-all">{state.url}</p>
          {state.status !== 'opening' && (
            <p className="text-sm text-soft">
              {t('lab.session')} <span className="tabular font-mono select-all">{state.session.id}</span>
            </p>
          )}
        </div>
        <Button icon={<Unplug />} onClick={() => connection.disconnect()}>
          {t('lab.disconnect')}
        </Button>
      </div>
    </Card>
  );
}

function ConnectForm({
  connection,
  failure,
}: {
  connection: LabConnection;
  failure: { reason: string; forbidden: boolean } | null;
}) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const [{ other, address }, setServer] = useState(rememberedServer);
  const [secret, setSecret] = useState('');
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<'address' | 'none' | null>(null);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rememberServer({ other, address });
    if (other) {
      const url = readServerUrl(address);
      setProblem(url === null ? 'address' : null);
      if (url === null) return;
      void connection.connect({
        url,
        token: token === '' ? null : () => token,
        apiSecret: secret === '' ? null : secret,
        iceServers: [],
      });
      return;
    }
    const gateway = cardea.server.gateway();
    setProblem(gateway === null ? 'none' : null);
    if (gateway === null) return;
    void connection.connect({
      url: gateway.url,
      // Renewed while the session lives.
      token: () => cardea.server.gateway()?.token ?? gateway.token,
      apiSecret: null,
      iceServers: gateway.iceServers,
    });
  };

  return (
    <Card>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Segments
          label={t('lab.server')}
          value={other ? 'other' : 'own'}
          options={[
            { value: 'own', label: t('lab.serverOwn') },
            { value: 'other', label: t('lab.serverOther') },
          ]}
          onChange={(value) => setServer({ other: value === 'other', address })}
        />
        {other && (
          <>
            <TextField
              label={t('lab.address')}
              hint={t('lab.addressHint')}
              error={problem === 'address' ? t('lab.addressWrong') : null}
              placeholder="ws://localhost:8188"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              maxLength={2_000}
              value={address}
              onChange={(event) => setServer({ other, address: event.target.value })}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              <PasswordField
                label={t('lab.apiSecret')}
                autoComplete="new-password"
                value={secret}
                onChange={setSecret}
              />
              <PasswordField
                label={t('lab.token')}
                autoComplete="new-password"
                value={token}
                onChange={setToken}
              />
            </div>
          </>
        )}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" look="primary" icon={<Plug />}>
            {t('lab.connect')}
          </Button>
          {problem === 'none' && (
            <p role="alert" className="text-sm text-danger">
              {t('lab.noGateway')}
            </p>
          )}
          {failure !== null && problem === null && (
            <p role="alert" className="min-w-0 text-sm wrap-anywhere text-danger">
              {failure.forbidden ? t('lab.forbidden') : t('lab.failed', { reason: failure.reason })}
            </p>
          )}
        </div>
      </form>
    </Card>
  );
}
