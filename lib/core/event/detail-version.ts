/** The version of what every event carries. A consumer takes what it knows and leaves newer ones alone. */
export const DETAIL_VERSION = 1;
