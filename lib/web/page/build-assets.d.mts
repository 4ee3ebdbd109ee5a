import type { Plugin } from 'esbuild';

export function buildAssets(): Promise<Readonly<Record<string, string>>>;
export const pageAssets: Plugin;
