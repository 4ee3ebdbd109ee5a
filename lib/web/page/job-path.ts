/** The address of a job's page: `/job/orders-db`, `/job/medusa/n1` for a node. */
export function jobPath(jobId: string): string {
  return `/job/${jobId.split('/').map(encodeURIComponent).join('/')}`;
}
