import { html } from 'hono/html';
import type { JobRuns, RunEntry } from '../../app/views/read-runs.ts';
import type { Reading } from '../../core/message/local-time.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import { pingExamples } from '../../core/ping/ping-examples.ts';
import { formatBytes } from '../../core/quantity.ts';
import type { Markup } from './markup.ts';
import { moment } from './moments.ts';

const MAX_TEXT = 200;

/** The runs and pings of a job, each body folded; and, to its owner, where it pings and how. */
export function jobRuns(
  { expectedAt, entries }: JobRuns,
  pingAddress: string | null,
  reading: Reading,
  isOfProofs = false,
): Markup {
  const [heading, next, none] = isOfProofs
    ? ['Proofs', 'The next proof', 'No proof yet.']
    : ['Runs and pings', 'The next run', 'No run and no ping yet.'];
  return html`<section class="runs" aria-labelledby="runs"><h2 id="runs">${heading}</h2>
${expectedAt === null ? '' : html`<p>${next} ${expectedAt < reading.at ? 'was due' : 'is due'} ${moment(expectedAt, reading)}.</p>`}
${entries.length === 0 ? html`<p class="none-yet">${none}</p>` : html`<ol class="log">${entries.map((entry) => line(entry, reading))}</ol>`}
${pingAddress === null ? '' : addressOf(pingAddress)}
</section>`;
}

function line(entry: RunEntry, reading: Reading): Markup {
  const { at, kind, takenFor, address, userAgent, host, exitStatus, sizeBytes, durationS, body } = entry;
  const facts = [
    ...(exitStatus === null ? [] : [`status ${exitStatus}`]),
    ...(sizeBytes === null ? [] : [formatBytes(sizeBytes)]),
    ...(durationS === null ? [] : [`took ${Math.round(durationS)} s`]),
    ...[host, address, userAgent].flatMap((from) => (from === null ? [] : [`from ${oneLine(from, MAX_TEXT)}`])),
  ].join(', ');
  const said =
    body === null ? '' : html`<details class="said"><summary>What it said</summary><pre>${body}</pre></details>`;
  return html`<li>${moment(at, reading)}<div><b>${KINDS[kind]}</b> taken for ${takenFor}${facts === '' ? '' : `: ${facts}`}${said}</div></li>`;
}

const KINDS: Readonly<Record<RunEntry['kind'], string>> = { backup: 'Backup', ping: 'Ping', proof: 'Proof' };

function addressOf(address: string): Markup {
  return html`<details class="ping-address"><summary>Show the ping address</summary>
<p>It is a secret of this job: who knows it can report for it.</p><pre>${address}</pre>
${pingExamples(address).map(({ name, text }) => html`<h3>${name}</h3><pre>${text}</pre>`)}</details>`;
}
