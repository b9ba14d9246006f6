import i18next from 'i18next';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../design/Button.tsx';

/** The last line of defence: a plain page instead of an empty one. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('The page broke.', error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="grid min-h-full place-items-center p-6">
        <div className="max-w-sm text-center">
          <h1 className="text-xl font-semibold">{i18next.t('start.brokenTitle')}</h1>
          <p className="mt-2 mb-6 text-soft">{i18next.t('start.brokenHint')}</p>
          <Button look="primary" onClick={() => location.reload()}>
            {i18next.t('start.reload')}
          </Button>
        </div>
      </main>
    );
  }
}
