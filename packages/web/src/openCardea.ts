import { createCardea, type Cardea } from '@cardea/client';

/** The one client of this page; it lives as long as the page does. */
export function openCardea(): Cardea {
  return createCardea();
}
