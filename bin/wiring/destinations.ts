import type { Scheme } from '../../lib/core/model/scheme.ts';
import type { Destination } from '../../lib/ports/destination.ts';

/** The destinations of a run. The AWS code is loaded only for S3. */
export async function openDestination(scheme: Scheme, env: NodeJS.ProcessEnv): Promise<Destination> {
  if (scheme === 'file') {
    const { FolderDestination } = await import('../../lib/adapters/folder/destination.ts');
    return new FolderDestination();
  }
  const { createS3Client } = await import('../../lib/adapters/s3/client.ts');
  const { S3Destination } = await import('../../lib/adapters/s3/destination.ts');
  return new S3Destination(createS3Client(env), env);
}

/** Writes a report to S3. Throws an Error whose message says what to do. */
export async function writeReportToS3(place: string, text: string, signal: AbortSignal): Promise<void> {
  const { createS3Client } = await import('../../lib/adapters/s3/client.ts');
  const { writeTextObject } = await import('../../lib/adapters/s3/text-object.ts');
  const client = createS3Client();
  try {
    await writeTextObject(client, place, text, signal);
  } finally {
    client.destroy();
  }
}
