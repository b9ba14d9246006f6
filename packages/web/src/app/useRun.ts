import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from './errorText.ts';
import { toast } from './toasts.ts';

/** For actions behind a button: starts one, and tells the person when it fails. */
export function useRun(): (action: Promise<unknown>) => void {
  const { t } = useTranslation();
  return useCallback(
    (action) => {
      action.catch((error: unknown) => toast(errorText(error, t), { tone: 'problem' }));
    },
    [t],
  );
}
