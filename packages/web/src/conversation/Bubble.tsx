import type { ChatMessage } from '@cardea/client';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { bodyText } from '../app/errorText.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { testIds } from '../design/testIds.ts';
import { clockTime } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { DeliveryMark } from './DeliveryMark.tsx';
import { FileCard } from './FileCard.tsx';
import { RecordingCard } from './RecordingCard.tsx';
import { splitLinks } from './splitLinks.ts';

interface BubbleProps {
  message: ChatMessage;
  first: boolean;
  last: boolean;
}

export function Bubble({ message, first, last }: BubbleProps) {
  const locale = useLocale();
  const { mine, body, delivery } = message;
  const corners = mine
    ? `${first ? '' : 'rounded-tr-md'} ${last ? 'rounded-br-sm' : 'rounded-br-md'}`
    : `${first ? '' : 'rounded-tl-md'} ${last ? 'rounded-bl-sm' : 'rounded-bl-md'}`;
  return (
    <div
      data-testid={testIds.message}
      data-message={message.id}
      data-delivery={mine ? delivery : undefined}
      className={`flex flex-col ${mine ? 'items-end' : 'items-start'} ${first ? 'mt-3' : 'mt-0.5'}`}
    >
      <div
        className={`max-w-[min(34rem,86%)] min-w-0 rounded-3xl px-4 py-2 ${corners} ${
          mine ? 'bg-accent text-accent-ink' : 'border border-line bg-raised text-ink'
        }`}
      >
        {body.type === 'text' && <MessageText text={body.text} />}
        {body.type === 'file' && <FileCard message={message} file={body.file} />}
        {body.type === 'recording' && <RecordingCard body={body} mine={mine} />}
        {last && (
          <span className="mt-0.5 flex items-center justify-end gap-1 text-[0.6875rem] leading-4 tabular opacity-90">
            <time dateTime={new Date(message.sentAt).toISOString()}>{clockTime(message.sentAt, locale)}</time>
            {mine && <DeliveryMark state={delivery} />}
          </span>
        )}
        {!last && mine && delivery !== 'read' && (
          <span className="float-right mt-1 ml-2">
            <DeliveryMark state={delivery} />
          </span>
        )}
      </div>
      {mine && delivery === 'failed' && <FailedActions message={message} />}
    </div>
  );
}

function MessageText({ text }: { text: string }) {
  return (
    <span className="wrap-anywhere whitespace-pre-wrap">
      {splitLinks(text).map((part, index) =>
        part.type === 'text' ? (
          part.text
        ) : (
          <a
            key={index}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer"
            className="underline underline-offset-2"
          >
            {part.text}
          </a>
        ),
      )}
    </span>
  );
}

function FailedActions({ message }: { message: ChatMessage }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  return (
    <div className="mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-1 text-sm text-danger">
      <span className="px-1">
        {t('chat.delivery.failed')}
        {message.failure !== null && ` – ${bodyText(message.failure, t)}`}
      </span>
      <Button
        size="sm"
        look="plain"
        icon={<RotateCcw />}
        onClick={() => run(cardea.chat.retry(message.to, message.id))}
      >
        {t('chat.retry')}
      </Button>
      <Button
        size="sm"
        look="dangerPlain"
        icon={<Trash2 />}
        onClick={() => cardea.chat.discard(message.to, message.id)}
      >
        {t('chat.discard')}
      </Button>
    </div>
  );
}
