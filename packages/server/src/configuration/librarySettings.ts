import { flag, optional, setting, text, url, wholeNumber } from '@cardea/settings';

/** Settings of what people keep on the server; a part of {@link settings}. */
export const librarySettings = {
  library: setting({
    env: 'LIBRARY',
    kind: flag(),
    default: true,
    doc:
      'Whether people may keep recordings, screenshots and messages with sound and picture on this server. Without it ' +
      'they stay on their devices.',
    example: 'false',
  }),
  libraryQuotaMb: setting({
    env: 'LIBRARY_QUOTA_MB',
    kind: wholeNumber(1, 1_000_000_000, 'megabytes'),
    default: 10_240,
    doc: 'How much one person may keep, in units of 1,048,576 bytes. Uploads that have begun count in full.',
    example: '2048',
  }),
  libraryGuestQuotaMb: setting({
    env: 'LIBRARY_GUEST_QUOTA_MB',
    kind: wholeNumber(1, 1_000_000_000, 'megabytes'),
    default: 1_024,
    doc:
      'How much somebody without an account may keep, in units of 1,048,576 bytes, and never more than ' +
      'LIBRARY_QUOTA_MB: whoever has the link of a room can come as a guest.',
    example: '100',
  }),
  libraryServerQuotaMb: setting({
    env: 'LIBRARY_SERVER_QUOTA_MB',
    kind: wholeNumber(1, 1_000_000_000, 'megabytes'),
    default: 102_400,
    doc:
      'How much all people together may keep, in units of 1,048,576 bytes. Where the files are in DATA_DIR, nothing ' +
      'is taken either once its disk has less than 512 MB free.',
    example: '500000',
  }),
  libraryFileMb: setting({
    env: 'LIBRARY_FILE_MB',
    kind: wholeNumber(1, 1_000_000, 'megabytes'),
    default: 4_096,
    doc: 'Largest single file, in units of 1,048,576 bytes.',
    example: '1024',
  }),
  s3Bucket: setting<string | null>({
    env: 'S3_BUCKET',
    kind: optional(text('a bucket')),
    default: null,
    defaultText: 'files are in DATA_DIR/library',
    doc:
      'Bucket of an S3-compatible store for the files of the library, instead of a folder; needed for several servers ' +
      'that share no disk. It must be for this alone: what no item knows is removed from it. Pieces of uploads pass ' +
      'through the folder for temporary files of this machine.',
    example: 'cardea-library',
  }),
  s3Endpoint: setting<string | null>({
    env: 'S3_ENDPOINT',
    kind: optional(url('https:', 'http:')),
    default: null,
    defaultText: "Amazon's for the region",
    doc: 'Address of the S3-compatible store, which is then asked by path (endpoint/bucket/key).',
    example: 'https://s3.example',
  }),
  s3Region: setting({
    env: 'S3_REGION',
    kind: text('a region'),
    default: 'us-east-1',
    doc: 'Region of the bucket. Most stores other than Amazon take any.',
    example: 'eu-central-1',
  }),
  s3AccessKeyId: setting<string | null>({
    env: 'S3_ACCESS_KEY_ID',
    kind: optional(text('an access key')),
    default: null,
    defaultText: 'none',
    doc: 'Access key for the bucket: to read, write, list and delete its objects and to end multipart uploads.',
    example: 'AKIAEXAMPLE',
  }),
  s3SecretAccessKey: setting<string | null>({
    env: 'S3_SECRET_ACCESS_KEY',
    kind: optional(text('a secret')),
    default: null,
    defaultText: 'none',
    doc: 'Secret of S3_ACCESS_KEY_ID.',
    example: '$(cat /run/secrets/s3)',
    secret: true,
  }),
} as const;
