import { CircleAlert } from 'lucide-react';
import { dismissToast, useToasts } from './toasts.ts';

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2 px-4 sm:bottom-6"
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
        </div>
      ))}
    </div>
  );
}
