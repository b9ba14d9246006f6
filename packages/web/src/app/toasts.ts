import { create } from 'zustand';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'problem';
  action: { label: string; run: () => void } | null;
  /** Stays until it is closed. */
  lasting: boolean;
}

export const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let count = 0;

/** Says something at the edge of the screen, for six seconds unless it lasts; the same text twice is shown once. */
export function toast(
  text: string,
  options: { tone?: Toast['tone']; action?: Toast['action']; lasting?: boolean } = {},
): void {
  count += 1;
  const { tone = 'plain', action = null, lasting = false } = options;
  const next: Toast = { id: count, text, tone, action, lasting };
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((one) => one.text !== text), next].slice(-3),
  }));
  if (!lasting) setTimeout(() => dismissToast(next.id), 6_000);
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}
