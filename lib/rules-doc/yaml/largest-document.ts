/** The largest rules doc that is read, in bytes. By itself: who only reads the bytes needs none of what decodes them. */
export const LARGEST_DOCUMENT_BYTES = 1024 * 1024;
