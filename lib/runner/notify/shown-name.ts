/** The name of a job as people read it: `medusa/n4` for a node. */
export function shownName(job: string, node: string | null): string {
  return node === null ? job : `${job}/${node}`;
}

/** A summary on its own starts with the name of the job. */
export function withoutName(summary: string, job: string, node: string | null): string {
  const name = `${shownName(job, node)}: `;
  return summary.startsWith(name) ? summary.slice(name.length) : summary;
}
