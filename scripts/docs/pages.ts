import { configurationPage } from './configurationPage.ts';
import { errorsPage } from './errorsPage.ts';
import { gatewayPage } from './gatewayPage.ts';

/** Files of the documentation that are made from the code, by their paths from the repository's folder. */
export const generatedPages: Readonly<Record<string, () => string>> = {
  'docs/configuration.md': configurationPage,
  'docs/errors.md': errorsPage,
  'docs/gateway.md': gatewayPage,
};
