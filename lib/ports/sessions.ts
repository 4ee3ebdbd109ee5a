/**
 * Which sessions are valid: those of a person's present generation. Kept in bk-evidence. Every method throws
 * StateStoreUnavailable.
 */
export interface Sessions {
  /** The present generation of a person's sessions; 0 until they were ended for the first time. */
  generationOf(personId: string): Promise<number>;
  /** Ends all sessions of that generation. False, with nothing written, when it is not the present one. */
  end(personId: string, generation: number): Promise<boolean>;
}
