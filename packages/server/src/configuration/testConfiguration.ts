import { settings, type Configuration } from './configuration.ts';
import { loadConfiguration } from './loadConfiguration.ts';

/**
 * A configuration for tests: loopback only, any free port, no HTTPS, loose rate limits, quiet.
 * @param dataDir a folder of the test's own, which the test removes
 * @param overrides are taken as they are, unchecked
 */
export function testConfiguration(dataDir: string, overrides: Partial<Configuration> = {}): Configuration {
  const defaults = loadConfiguration({ env: {}, configFile: null, cwd: dataDir, readFile: () => null });
  return {
    ...defaults,
    host: '127.0.0.1',
    port: 0,
    httpsPort: null,
    dataDir,
    rateLimitFactor: 1_000,
    logLevel: 'silent',
    webRoot: settings.webRoot.default,
    ...overrides,
  };
}
