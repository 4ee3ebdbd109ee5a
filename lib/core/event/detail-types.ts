/** The source of every event that the sentinel puts on its bus. */
export const EVENT_SOURCE = 'backup-sentinel';
/** The detail-type of a pretended break, asked for to see whether its message arrives. */
export const DRILL_DETAIL_TYPE = 'Backup Sentinel Drill';
/** The detail-type of a transition. */
export const TRANSITION_DETAIL_TYPE = 'Backup Job State Changed';
/** The version of what every event carries. A consumer takes what it knows and leaves newer ones alone. */
export const DETAIL_VERSION = 1;
