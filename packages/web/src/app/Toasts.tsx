import { CircleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCalls } from './cardea.ts';
import { useRoute } from './navigation.ts';
import { dismissToast, useToasts } from './toasts.ts';

export function Toasts() {
  const { t } = useTranslation();
  const toasts = useToasts((state) => state.toasts);
  const calling = useCalls(({ calls }) =>
    calls.some(({ stage }) => stage !== 'incoming' && stage !== 'ended'),
  );
  const route = useRoute();
  const playing = route.page === 'library' && route.item !== null;
  return (
    <div
      role="status"
      aria-live="polite"
      // Above the controls of a call and of a player, which nothing may cover.
      className={`pointer-events-none fixed inset-x-0 z-50 flex flex-col items-center gap-2 px-4 ${calling || playing ? 'bottom-28' : 'bottom-20 sm:bottom-6'}`}
    >
      {toasts.map((one) => (
        <div
          key={one.id}
          className="pointer-events-auto flex max-w-md animate-rise items-center gap-3 rounded-2xl bg-[#1b2420] px-4 py-2.5 text-sm text-white shadow-float"
        >
          {one.tone === 'problem' && <CircleAlert aria-hidden className="size-5 shrink-0 text-[#ffb4a5]" />}
          <span className="py-1">{one.text}</span>
          {one.action !== null && (
            <button
              type="button"
              className="-my-1 min-h-9 shrink-0 rounded-lg px-2 font-semibold text-[#86d9c9] hover:bg-white/10 focus-visible:outline-white"
              onClick={() => {
                one.action?.run();
                dismissToast(one.id);
              }}
            >
              {one.action.label}
            </button>
          )}
          {one.lasting && (
            <button
              type="button"
              aria-label={t('common.close')}
              className="-my-1 -mr-2 grid size-9 shrink-0 place-items-center rounded-full hover:bg-white/10 focus-visible:outline-white"
              onClick={() => dismissToast(one.id)}
            >
              <X aria-hidden className="size-5" />
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
