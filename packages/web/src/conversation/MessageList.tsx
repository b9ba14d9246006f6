import type { ConversationState } from '@cardea/client';
import type { Person } from '@cardea/protocol';
import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useNow } from '../app/useNow.ts';
import { useRun } from '../app/useRun.ts';
import { Avatar } from '../design/Avatar.tsx';
import { Button } from '../design/Button.tsx';
import { EmptyState } from '../design/EmptyState.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { dayHeading } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { Bubble } from './Bubble.tsx';
import { groupMessages } from './groupMessages.ts';
import { TypingDots } from './TypingDots.tsx';
import { useStickToBottom } from './useStickToBottom.ts';

interface MessageListProps {
  person: Person;
  conversation: ConversationState | undefined;
}

export function MessageList({ person, conversation }: MessageListProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const cardea = useCardea();
  const run = useRun();
  const now = useNow(60_000);
  const messages = useMemo(() => conversation?.messages ?? [], [conversation]);
  const items = useMemo(() => groupMessages(messages), [messages]);
  const last = messages.at(-1);
  const { container, onScroll, away, toBottom } = useStickToBottom(
    messages[0]?.id ?? '',
    last?.id ?? '',
    last?.mine ?? false,
  );
  const loaded = conversation?.loaded ?? false;
  const lastTheirs = messages.findLast((message) => !message.mine)?.id;

  useEffect(() => {
    if (!loaded) run(cardea.chat.load(person.id));
  }, [cardea, loaded, person.id, run]);

  // Read means: on the screen, in a tab that is looked at.
  useEffect(() => {
    if (!loaded) return undefined;
    const mark = (): void => {
      if (document.visibilityState === 'visible') run(cardea.chat.markRead(person.id));
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [cardea, loaded, lastTheirs, person.id, run]);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={container}
        onScroll={onScroll}
        role="log"
        aria-label={t('chat.messages', { name: person.name })}
        tabIndex={0}
        className="absolute inset-0 overflow-y-auto overscroll-contain px-4 -outline-offset-2"
      >
        <div className="mx-auto flex min-h-full max-w-3xl flex-col justify-end pb-4">
          {conversation?.more === true && loaded && messages.length > 0 && (
            <div className="flex justify-center pt-4">
              <Button size="sm" look="plain" onClick={() => run(cardea.chat.load(person.id))}>
                {t('chat.loadMore')}
              </Button>
            </div>
          )}
          {loaded && messages.length === 0 && (
            <EmptyState
              title={t('chat.start', { name: person.name })}
              hint={t('chat.startHint', { name: person.name })}
              art={<Avatar person={person} size="xl" />}
            />
          )}
          {items.map((item) =>
            item.type === 'day' ? (
              <h3
                key={item.key}
                className="mx-auto mt-6 mb-1 rounded-full bg-sunken px-3 py-1 text-xs font-medium text-soft"
              >
                {dayHeading(item.time, now, locale)}
              </h3>
            ) : (
              <Bubble key={item.key} message={item.message} first={item.first} last={item.last} />
            ),
          )}
          {conversation?.theyType === true && <TypingDots name={person.name} />}
        </div>
      </div>
      {away && (
        <span className="absolute right-4 bottom-3 animate-appear rounded-full bg-raised shadow-float">
          <IconButton label={t('chat.toNewest')} icon={<ArrowDown />} onClick={toBottom} />
        </span>
      )}
    </div>
  );
}
