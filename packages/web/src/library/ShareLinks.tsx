import type { LibraryEntry } from '@cardea/client';
import type { ShareLink } from '@cardea/protocol';
import { Link2, Lock, Plus, Unlink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { errorText } from '../app/errorText.ts';
import { useNow } from '../app/useNow.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { ConfirmDialog } from '../design/ConfirmDialog.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { until } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { NewLink } from './NewLink.tsx';

/** Links by which anybody can see it, with a way to end each. */
export function ShareLinks({ entry: { item, links: count } }: { entry: LibraryEntry }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { library } = useCardea();
  const run = useRun();
  const now = useNow(30_000);
  const [links, setLinks] = useState<readonly ShareLink[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<ShareLink | null>(null);

  useEffect(() => {
    let current = true;
    library.links(item.id).then(
      (list) => current && setLinks(list),
      (error: unknown) => current && setProblem(errorText(error, t)),
    );
    return () => {
      current = false;
    };
  }, [library, item.id, count, t]);

  const valid = links?.filter(({ expiresAt }) => expiresAt > now) ?? [];
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">{t('library.share.links')}</h3>
      {problem !== null && (
        <p role="alert" className="mb-3 rounded-xl bg-danger-wash px-4 py-3 text-sm text-danger">
          {problem}
        </p>
      )}
      <ul>
        {valid.map((link) => (
          <li key={link.id} className="flex min-h-13 items-center gap-3">
            <span className="grid size-9 shrink-0 place-items-center rounded-xl bg-sunken text-accent">
              {link.protected ? (
                <Lock aria-hidden className="size-4.5" />
              ) : (
                <Link2 aria-hidden className="size-4.5" />
              )}
            </span>
            <span className="min-w-0 flex-1 text-sm">
              {t('library.share.endsIn', { when: until(link.expiresAt, now, locale) })}
              {link.protected && <span className="text-soft"> · {t('library.share.protected')}</span>}
            </span>
            <IconButton label={t('library.share.revoke')} icon={<Unlink />} onClick={() => setEnding(link)} />
          </li>
        ))}
      </ul>
      {making ? (
        <NewLink item={item.id} onDone={() => setMaking(false)} />
      ) : (
        <>
          {valid.length === 0 && links !== null && (
            <p className="mb-3 text-sm text-soft">{t('library.share.noLinks')}</p>
          )}
          <Button icon={<Plus />} onClick={() => setMaking(true)}>
            {t('library.share.newLink')}
          </Button>
        </>
      )}
      {ending !== null && (
        <ConfirmDialog
          title={t('library.share.revokeTitle')}
          hint={t('library.share.revokeHint')}
          action={t('library.share.revoke')}
          onClose={() => setEnding(null)}
          onConfirm={() => run(library.removeLink(item.id, ending.id))}
        />
      )}
    </section>
  );
}
