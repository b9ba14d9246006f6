import type { ClientCall } from '@cardea/client';
import { ArrowLeft, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useChat } from '../app/cardea.ts';
import { usePhone } from '../app/useMedia.ts';
import { Composer } from '../conversation/Composer.tsx';
import { DropZone } from '../conversation/DropZone.tsx';
import { MessageList } from '../conversation/MessageList.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { showPanel } from './surface.ts';

/** The conversation beside the call: a panel on a desktop, a sheet over everything on a phone. */
export function ChatPanel({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const conversation = useChat(({ open }) => open.get(call.person.id));
  return (
    <section
      aria-label={t('call.chatTitle', { name: call.person.name })}
      className="flex w-85 shrink-0 flex-col border-l border-line bg-surface select-text max-md:absolute max-md:inset-0 max-md:z-20 max-md:w-full max-md:animate-rise"
    >
      <DropZone person={call.person}>
        <header className="flex min-h-16 items-center gap-2 px-4 max-md:px-2">
          {phone && (
            <IconButton label={t('common.back')} icon={<ArrowLeft />} onClick={() => showPanel(null)} />
          )}
          <h2 className="min-w-0 flex-1 truncate font-semibold">
            {t('call.chatTitle', { name: call.person.name })}
          </h2>
          {!phone && <IconButton label={t('common.close')} icon={<X />} onClick={() => showPanel(null)} />}
        </header>
        <MessageList person={call.person} conversation={conversation} />
        <Composer person={call.person} autoFocus />
      </DropZone>
    </section>
  );
}
