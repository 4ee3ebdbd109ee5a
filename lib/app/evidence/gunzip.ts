import { createGunzip } from 'node:zlib';
import type { Gunzip, GunzipEnd } from '../../core/artifact/gzip.ts';

/** Undoes gzip's compression with Node.js's own zlib, as a stream: memory does not grow with the file. */
export const gunzip: Gunzip = async (content) => {
  const stream = createGunzip();
  const end = new Promise<GunzipEnd>((resolve) => {
    stream.on('end', () => resolve({ kind: 'ended', consumedBytes: stream.bytesWritten }));
    stream.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'Z_BUF_ERROR' ? { kind: 'cut' } : { kind: 'broken', error: error.message }),
    );
  });
  stream.resume();
  try {
    for await (const chunk of content) {
      // Where the stream ends before the content does, the write is never answered.
      const written = new Promise<null>((resolve) => stream.write(chunk, () => resolve(null)));
      if ((await Promise.race([end, written])) !== null) break;
    }
    stream.end();
    return await end;
  } finally {
    stream.destroy();
  }
};
