/** Names a job and its node in file names. No id holds a `#`, so that proofs have names of their own. */
export function endName(
  { jobId, node }: { readonly jobId: string; readonly node: string | null },
  word: 'run' | 'proof',
): string {
  const name = node === null ? jobId : `${jobId}@${node}`;
  return word === 'proof' ? `${name}#proof` : name;
}
