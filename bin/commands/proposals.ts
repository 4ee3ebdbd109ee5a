import { jobsKnownTo, openProposals, proposedRules } from '../../lib/app/ping/proposed-rules.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { formatSecond } from '../../lib/core/instant.ts';
import { proposedId } from '../../lib/core/ping/proposal.ts';
import { documentInForce } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import { type CommonOptions, nowOf } from './common-options.ts';

/** `sentinel status --proposals`: jobs that ping and that the rules doc does not know, as YAML to paste into it. */
export async function proposalsCommand(options: CommonOptions): Promise<number> {
  const now = nowOf(options);
  const address = stateAddressOf(options.state);
  const document = documentInForce(await loadRules(await openRules(options.rules, address), now));
  const stores = await openStores(address, { create: false, now: () => now });
  try {
    const open = openProposals(await stores.proposals.read(), jobsKnownTo(document));
    if (options.json) {
      const printed = open.map((proposal) => ({
        job_id: proposedId(proposal),
        first_ping_at: formatSecond(proposal.at),
      }));
      process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
    } else if (open.length > 0) process.stdout.write(`${proposedRules(open, document)}\n`);
    else if (!options.quiet) process.stdout.write('all jobs that ping are in the rules doc\n');
    return 0;
  } finally {
    await stores.close();
  }
}
