import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { PAGE_ASSETS } from './page-assets.ts';

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

interface Asset {
  readonly text: string;
  readonly type: string;
  readonly hash: string;
  gzipped: Uint8Array<ArrayBuffer> | null;
}

const byName = new Map(Object.entries(PAGE_ASSETS).map(([name, text]) => [name, assetOf(name, text)]));
const byPath = new Map([...byName].map(([name, asset]) => [pathOf(name, asset), asset]));

/** The path of an asset, with a digest of its content in its name. Throws for an unknown one. */
export function assetPath(name: string): string {
  const asset = byName.get(name);
  if (!asset) throw new Error(`the page has no asset ${name}`);
  return pathOf(name, asset);
}

/** Serves the assets. They never change under their name, so browsers may cache them without limit. */
export function assetRoutes(): Hono {
  const app = new Hono();
  app.get('/assets/:file', (context) => {
    const asset = byPath.get(context.req.path);
    if (!asset) return context.text('not found', 404);
    const etag = `"${asset.hash}"`;
    const headers = {
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': asset.type,
      etag,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    };
    if (context.req.header('if-none-match')?.includes(etag)) return context.body(null, 304, headers);
    if (!/\bgzip\b/.test(context.req.header('accept-encoding') ?? '')) return context.body(asset.text, 200, headers);
    asset.gzipped ??= new Uint8Array(gzipSync(asset.text, { level: 9 }));
    return context.body(asset.gzipped, 200, { ...headers, 'content-encoding': 'gzip' });
  });
  return app;
}

function assetOf(name: string, text: string): Asset {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return { text, type: TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain', hash, gzipped: null };
}

function pathOf(name: string, { hash }: Asset): string {
  return `/assets/${name.replace('.', `-${hash}.`)}`;
}
