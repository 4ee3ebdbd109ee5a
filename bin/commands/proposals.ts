import { jobsKnownTo, openProposals, unjudgedPings } from '../../lib/app/ping/open-proposals.ts';
import { proposedRules } from '../../lib/app/ping/proposed-rules.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { formatSecond } from '../../lib/core/instant.ts';
import { proposedId } from '../../lib/core/ping/proposal.ts';
import { printJson, printText } from '../print/print-text.ts';
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
    const all = await stores.proposals.read();
    if (options.json) {
      const open = openProposals(all, jobsKnownTo(document));
      const printed = [...open, ...unjudgedPings(all, document)].map((proposal) => ({
        job_id: proposedId(proposal),
        first_ping_at: formatSecond(proposal.at),
        has_failed: proposal.signal === 'fail',
        lacks: open.includes(proposal) ? 'job' : 'heartbeat: true',
      }));
      printJson(printed);
      return 0;
    }
    const { count, yaml } = proposedRules(all, document);
    if (count > 0) printText(`${yaml}\n`);
    else if (!options.quiet) printText('all jobs that ping are in the rules doc and judged by it\n');
    return 0;
  } finally {
    await stores.close();
  }
}
