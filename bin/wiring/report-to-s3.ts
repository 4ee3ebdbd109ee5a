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
