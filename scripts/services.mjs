// `npm run services`: PostgreSQL, Redis and a relay for development, until Ctrl-C. Nothing of them is kept.
import { once } from 'node:events';
import { startCoturn } from './services/coturn.mjs';
import { startPostgres } from './services/postgres.mjs';
import { startRedis } from './services/redis.mjs';
import { requireNode } from './steps/nodeVersion.mjs';

requireNode();
const postgres = await startPostgres();
const redis = await startRedis();
const coturn = await startCoturn();

console.log(`# For another terminal, before npm start, npm run dev or npx vitest:
export DATABASE_URL=${postgres.url}
export REDIS_URL=${redis.url}
export TURN_URLS=${coturn.url}
export TURN_SECRET=${coturn.secret}
export TEST_DATABASE_URL=${postgres.url}
export TEST_REDIS_URL=${redis.url}
`);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await Promise.all([postgres.stop(), redis.stop(), coturn.stop()]);
