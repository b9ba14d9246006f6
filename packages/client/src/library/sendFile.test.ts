import { ItemId, newId } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { sendFileBy } from './sendFile.ts';

test('what is stopped before it has begun sends nothing', async () => {
  const stop = new AbortController();
  // Nobody listens there: a request would be told as `unavailable`.
  const sending = sendFileBy('http://127.0.0.1:9')({
    ...{ item: newId(ItemId), file: new Blob(['a picture']), url: null, signal: stop.signal },
    onUrl: () => undefined,
    onProgress: () => undefined,
  });
  stop.abort();
  await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
});
