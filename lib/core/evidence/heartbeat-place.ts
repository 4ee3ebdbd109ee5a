/** The place of a job that only pings. */
export const HEARTBEAT_PLACE = 'heartbeat';
