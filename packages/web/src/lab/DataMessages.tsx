import { Send } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button } from '../design/Button.tsx';
import { TextField } from '../design/TextField.tsx';
import { longestMessage, type LabPeer } from './labPeer.ts';

/** Text over the data channel, and what comes back. */
export function DataMessages({ peer }: { peer: LabPeer }) {
  const { t } = useTranslation();
  const { channelOpen, messages } = useStore(peer.store);
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '' || !channelOpen) return;
    peer.send(text);
    setText('');
  };
  return (
    <div>
      <form onSubmit={submit} noValidate>
        <TextField
          label={t('lab.data')}
          hint={channelOpen ? undefined : t('lab.dataClosed')}
          value={text}
          maxLength={longestMessage}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          trailing={
            <span className="pr-1.5">
              <Button type="submit" size="sm" icon={<Send />} disabled={!channelOpen}>
                {t('lab.send')}
              </Button>
            </span>
          }
        />
      </form>
      {messages.length > 0 && (
        <ul
          aria-label={t('lab.dataList')}
          tabIndex={0}
          className="mt-3 flex max-h-48 flex-col gap-1.5 overflow-y-auto"
        >
          {messages.map(({ number, mine, text: content }) => (
            <li
              key={number}
              className={`max-w-[85%] rounded-2xl px-3 py-1.5 text-sm wrap-anywhere ${mine ? 'self-end bg-accent-wash' : 'self-start bg-sunken'}`}
            >
              {content}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
