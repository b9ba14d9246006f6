import { useTranslation } from 'react-i18next';

export function TypingDots({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <div className="mt-3 flex animate-appear items-center gap-2 text-sm text-soft">
      <span aria-hidden className="flex gap-1 rounded-2xl border border-line bg-raised px-3.5 py-3">
        {['', '[animation-delay:150ms]', '[animation-delay:300ms]'].map((delay) => (
          <span key={delay} className={`size-1.5 animate-dot rounded-full bg-soft ${delay}`} />
        ))}
      </span>
      {t('chat.typing', { name })}
    </div>
  );
}
