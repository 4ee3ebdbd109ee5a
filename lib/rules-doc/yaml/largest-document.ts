/** The largest rules doc that is read, in bytes. In a file of its own, so that reading the bytes does not load the decoder. */
export const LARGEST_DOCUMENT_BYTES = 1024 * 1024;
