import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration.ts';
import { FolderStorage } from './folderStorage.ts';
import type { ItemStorage } from './itemStorage.ts';

/**
 * The store that the settings name.
 * @throws if the folder cannot be made or the bucket cannot be reached
 */
export async function openItemStorage(
  configuration: Pick<
    Configuration,
    'dataDir' | 's3Bucket' | 's3Endpoint' | 's3Region' | 's3AccessKeyId' | 's3SecretAccessKey'
  >,
): Promise<ItemStorage> {
  const { dataDir, s3Bucket, s3Endpoint, s3Region, s3AccessKeyId, s3SecretAccessKey } = configuration;
  if (s3Bucket === null) return FolderStorage.open(join(dataDir, 'library'));
  // Only who has a bucket pays for loading Amazon's library.
  const { S3Storage } = await import('./s3Storage.ts');
  const storage = new S3Storage({
    bucket: s3Bucket,
    endpoint: s3Endpoint,
    region: s3Region,
    accessKeyId: s3AccessKeyId ?? '',
    secretAccessKey: s3SecretAccessKey ?? '',
  });
  await storage.check();
  return storage;
}
