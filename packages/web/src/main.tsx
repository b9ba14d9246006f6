import type { Cardea } from '@cardea/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { CardeaContext } from './app/cardea.ts';
import { ErrorBoundary } from './app/ErrorBoundary.tsx';
import { watchMissingParts } from './app/missingParts.ts';
import { chosenLanguage, followTheme } from './app/preferences.ts';
import { reloadCosts } from './app/reloadCosts.ts';
import { hasDrafts } from './conversation/drafts.ts';
import './design/theme.css';
import { startLanguage } from './i18n/language.ts';
import { openCardea } from './openCardea.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id "root".');

followTheme();

async function open(): Promise<Cardea> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('fake')) {
    const { openScenario } = await import('./scenarios/openScenario.ts');
    return openScenario(new URLSearchParams(location.search));
  }
  return openCardea();
}

let cardea: Cardea | null = null;
watchMissingParts(
  () =>
    cardea !== null && reloadCosts(cardea.calls.store.getState(), cardea.chat.store.getState(), hasDrafts()),
);
[cardea] = await Promise.all([open(), startLanguage(chosenLanguage())]);
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <CardeaContext value={cardea}>
        <App />
      </CardeaContext>
    </ErrorBoundary>
  </StrictMode>,
);
