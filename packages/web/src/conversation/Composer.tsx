import { limits, type Person } from '@cardea/protocol';
import { Mic, Paperclip, SendHorizontal, Video } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useServerKeeps } from '../app/cardea.ts';
import { useMedia } from '../app/useMedia.ts';
import { useRun } from '../app/useRun.ts';
import { IconButton } from '../design/IconButton.tsx';
import { Menu, MenuItem } from '../design/Menu.tsx';
import { useLocale } from '../i18n/useLanguage.ts';
import { openMessageDialog } from '../message/messageDialog.ts';
import { setDraft, useDraft } from './drafts.ts';
import { useFileSending } from './useFileSending.ts';

/** From here on the number of characters left is shown. */
const nearLimit = 500;

export function Composer({ person, autoFocus = false }: { person: Person; autoFocus?: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const cardea = useCardea();
  const run = useRun();
  const keeps = useServerKeeps();
  const draft = useDraft(person.id);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const { possible, send: sendFiles } = useFileSending(person.id);
  // On a phone the return key makes a new line, as in every messenger there; the button sends.
  const touch = useMedia('(hover: none) and (pointer: coarse)');
  const left = limits.messageLength - draft.length;
  const number = new Intl.NumberFormat(locale);

  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [draft]);

  const sendText = (): void => {
    const text = draft.trim();
    if (text === '' || left < 0) return;
    run(cardea.chat.send(person.id, text));
    cardea.chat.setTyping(person.id, false);
    setDraft(person.id, '');
    area.current?.focus();
  };

  return (
    <form
      className="mx-auto w-full max-w-3xl px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]"
      onSubmit={(event) => {
        event.preventDefault();
        sendText();
      }}
    >
      {left < nearLimit && (
        <p
          role="status"
          className={`px-4 pb-1 text-right text-sm tabular ${left < 0 ? 'text-danger' : 'text-soft'}`}
        >
          {left < 0
            ? t('chat.tooLong', { count: -left, replace: { count: number.format(-left) } })
            : t('chat.left', { count: left, replace: { count: number.format(left) } })}
        </p>
      )}
      <div className="flex items-end gap-1 rounded-3xl border border-line bg-raised p-1 transition-shadow focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            sendFiles(Array.from(event.target.files ?? []));
            event.target.value = '';
          }}
        />
        <IconButton
          label={possible ? t('chat.attach') : t('chat.attachNeedsCall')}
          icon={<Paperclip />}
          disabled={!possible}
          onClick={() => picker.current?.click()}
        />
        {keeps && (
          <Menu
            side="top"
            align="start"
            trigger={<IconButton label={t('recording.message.voice')} icon={<Mic />} />}
          >
            <MenuItem icon={<Mic />} onSelect={() => openMessageDialog(person, false)}>
              {t('recording.message.voice')}
            </MenuItem>
            <MenuItem icon={<Video />} onSelect={() => openMessageDialog(person, true)}>
              {t('recording.message.video')}
            </MenuItem>
          </Menu>
        )}
        <textarea
          ref={area}
          rows={1}
          aria-label={t('chat.placeholder')}
          placeholder={t('chat.placeholder')}
          value={draft}
          // The caller decides: after opening a conversation on a desktop one wants to write.
          autoFocus={autoFocus && !touch}
          enterKeyHint={touch ? 'enter' : 'send'}
          onChange={(event) => {
            setDraft(person.id, event.target.value);
            cardea.chat.setTyping(person.id, event.target.value.trim() !== '');
          }}
          onBlur={() => cardea.chat.setTyping(person.id, false)}
          onPaste={(event) => {
            const files = Array.from(event.clipboardData.files);
            if (files.length === 0 || !possible) return;
            event.preventDefault();
            sendFiles(files);
          }}
          onKeyDown={(event) => {
            // While an input method composes Chinese, Enter belongs to it.
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || touch) return;
            event.preventDefault();
            sendText();
          }}
          className="max-h-40 min-h-11 min-w-0 flex-1 resize-none bg-transparent px-1 py-2.5 text-base leading-6 outline-none placeholder:text-soft"
        />
        <IconButton
          type="submit"
          label={t('chat.send')}
          icon={<SendHorizontal />}
          look={draft.trim() !== '' && left >= 0 ? 'filled' : 'plain'}
          disabled={draft.trim() === '' || left < 0}
        />
      </div>
    </form>
  );
}
