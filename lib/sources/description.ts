/** Where a place lies, without its scheme: see `Place`. */
export interface PlaceParts {
  readonly container: string;
  readonly bucket: string;
  readonly template: string;
}

/** What the rules doc lends to the reading of a place. */
export interface PlaceTools {
  /** The text in quotation marks, short enough for a message. */
  readonly quoted: (text: string) => string;
  /** Refuses a template with placeholders that do not exist, or do not go together. */
  readonly checkTemplate: (template: string) => void;
  /** Refuses the place; `message` says what is wrong and what to write instead. */
  readonly refuse: (message: string, code?: 'BAD_PLACE' | 'PLACE_NEEDS_FOLDER') => never;
}

/** What is known of a kind of place without looking at one: data, and the reading of its text. */
export interface SourceDescription {
  /** Its name in a place, and its folder. */
  readonly scheme: string;
  /** How a place is written, for the docs. */
  readonly example: string;
  /** Whether a text is of this kind; the first source that says so reads it. */
  readonly claims: (text: string) => boolean;
  /** Reads a place that it claims. `folder` is the rules doc's own; null where it is not on a disk. */
  readonly readPlace: (text: string, folder: string | null, tools: PlaceTools) => PlaceParts;
  /** One object, named letter by letter: its key is the template. `folder` is the current one. Null for another kind's. */
  readonly objectAt: (text: string, folder: string) => PlaceParts | null;
  /** Whether its backups are files, which can be copied to be restored. */
  readonly hasFiles: boolean;
  /** Whether it is a folder of this machine, which other tools can read, and which a function on AWS does not have. */
  readonly isLocal: boolean;
  /** Whether listings come in the order of keys as UTF-8 bytes, so that one can start from the newest key. */
  readonly listsInOrder: boolean;
  /** Whether a file is seen while it is being written; otherwise it is there only when it is whole. */
  readonly showsWriting: boolean;
  /** Whether uploads that have not ended can be asked for. */
  readonly hasUploads: boolean;
  /** Whether each read costs a request and a transfer. */
  readonly readsCost: boolean;
  /** A page of AWS's console that shows a location; null for one that is not of this kind, or has no page. */
  readonly consoleLink: (location: string, console: string) => string | null;
  /** The actions that a role needs: to list, to ask for uploads, to read content, and the rules that delete by age. */
  readonly permissions: {
    readonly list: readonly string[];
    readonly uploads: readonly string[];
    readonly read: readonly string[];
    readonly expiry?: readonly string[];
  };
}
