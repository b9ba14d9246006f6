import i18next from 'i18next';
import { lazy, useEffect, type ComponentType, type LazyExoticComponent } from 'react';
import { recover } from './missingParts.ts';
import { toast } from './toasts.ts';

/**
 * As React's `lazy`, for a part without which the rest of the app goes on: if its code cannot be loaded, the person
 * is told and nothing is drawn in its place.
 * @param giveUp leads away from where the part would be, so that wanting it again is another try to help
 */
export function lazyPart<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  giveUp: () => void,
): LazyExoticComponent<ComponentType<P>> {
  function Missing() {
    useEffect(() => {
      giveUp();
      void recover().then((remedy) => {
        if (remedy === 'wait') toast(i18next.t('start.partMissing'), { tone: 'problem' });
      });
    }, []);
    return null;
  }
  return lazy(async () => {
    try {
      return await load();
    } catch {
      await recover();
      return { default: Missing };
    }
  });
}

/** As React's `lazy`, for a part without which there is nothing: where no reload helps, it fails. */
export function lazyScreen<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => {
    try {
      return await load();
    } catch (error) {
      await recover();
      throw error;
    }
  });
}
