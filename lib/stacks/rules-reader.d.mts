/**
 * The name of the rules reader: a digest of its code with all that it calls, libraries included. Kept
 * readings carry it, so that no program uses the reading of another version.
 * `project` is the absolute folder of the sources.
 */
export declare function rulesReaderName(project: string): Promise<string>;
