/** The source of every event that the sentinel puts on its bus. */
export const EVENT_SOURCE = 'backup-sentinel';
/** The detail-type of a transition. */
export const TRANSITION_DETAIL_TYPE = 'Backup Job State Changed';
