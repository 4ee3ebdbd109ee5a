import { SOURCES } from '../../sources/registry.ts';

/**
 * Where AWS shows its buckets; it asks for the region by itself. Each partition has its own: China, and the US
 * government's. `region` is one of the partition; null for the usual one.
 */
export function consoleOf(region: string | null): string {
  if (region?.startsWith('cn-')) return 'https://console.amazonaws.cn';
  if (region?.startsWith('us-gov-')) return 'https://console.amazonaws-us-gov.com';
  return 'https://console.aws.amazon.com';
}

/** The console's page for the location of a backup; null for anything that is not on AWS. */
export function evidenceLink(location: string, console: string): string | null {
  for (const { consoleLink } of SOURCES) {
    const link = consoleLink(location, console);
    if (link !== null) return link;
  }
  return null;
}

/** A web address as it may stand in a message: whole, encoded, http or https; null for anything else. */
export function webLink(text: string): string | null {
  try {
    const { protocol, href } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? href.replace(/[<>|"'`\s]/g, percentEncoded) : null;
  } catch {
    return null;
  }
}

/** `encodeURIComponent` leaves the apostrophe. */
function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
