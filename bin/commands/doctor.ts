import { resolve } from 'node:path';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { channelFindings } from '../doctor/channel-findings.ts';
import { clockFindings } from '../doctor/clock-findings.ts';
import { permissionFindings, secretFindings } from '../doctor/file-findings.ts';
import { DOCTOR_CHECKS, type DoctorCheck, type Finding, fail } from '../doctor/finding.ts';
import { limitFindings } from '../doctor/limit-findings.ts';
import { placeFindings } from '../doctor/place-findings.ts';
import { rulesFindings } from '../doctor/rules-findings.ts';
import { storeFindings } from '../doctor/store-findings.ts';
import { checksFindings, watchdogFindings, webFindings } from '../doctor/watch-findings.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { boxSecrets } from '../wiring/box-secrets.ts';
import { openChannels } from '../wiring/channels.ts';
import { checkPerson } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import { servingWatch } from '../wiring/watch-address.ts';
import type { CommonOptions } from './common-options.ts';

const SYMBOLS = { ok: '✓', warn: '!', fail: '✗' } as const;

/**
 * `sentinel doctor`: what this host, or the account, lacks, each with what to do. Writes nothing; with `--to` it sends
 * that person a message by each of their channels. Exit status 0 all well, 1 warnings, 2 failures.
 */
export async function doctorCommand(options: CommonOptions & { readonly to?: string }): Promise<number> {
  const findings = await examine(options);
  const sorted = DOCTOR_CHECKS.flatMap((check) => findings.filter((each) => each.check === check));
  if (options.json) printJson({ findings: sorted });
  else
    printText(
      sorted
        .filter(({ standing }) => !options.quiet || standing !== 'ok')
        .map(lines)
        .join(''),
    );
  if (sorted.some(({ standing }) => standing === 'fail')) return 2;
  return sorted.some(({ standing }) => standing === 'warn') ? 1 : 0;
}

async function examine(options: CommonOptions & { readonly to?: string }): Promise<readonly Finding[]> {
  const address = stateAddressOf(options.state);
  const now = Date.now();
  const rules = await openRules(options.rules, address);
  const loaded = await loadRules(rules, now);
  const { document } = loaded;
  if (options.to !== undefined && document !== null) checkPerson(document, options.to, '--to');
  const watch = address.kind === 'folder' ? await servingWatch(address.folder) : null;
  const findings = [...rulesFindings(loaded), ...(await guarded('store', () => storeFindings(address)))];
  const isStoreUsable = !findings.some(({ check, standing }) => check === 'store' && standing === 'fail');
  findings.push(...(await guarded('limits', limitFindings)));
  const stores = isStoreUsable ? await openStores(address, { create: false, now: Date.now }) : null;
  try {
    const lastPass = stores === null ? null : await stores.state.readLastPass();
    findings.push(...(await guarded('clock', () => clockFindings(now, process.argv[1] ?? '', lastPass))));
    if (stores !== null && document !== null) {
      findings.push(...checksFindings(lastPass, document, now));
      findings.push(...(await guarded('places', () => placeFindings(loaded, rules, stores, now))));
    }
  } finally {
    await stores?.close();
  }
  if (address.kind === 'folder') {
    const { folder } = address;
    const rulesFile = options.rules.startsWith('s3://') ? null : resolve(options.rules);
    findings.push(...watchdogFindings(watch, process.env), ...webFindings(watch, process.env));
    findings.push(...(await guarded('permissions', () => permissionFindings(folder, rulesFile))));
    findings.push(...(await guarded('secrets', () => secretFindings(boxSecrets(folder, process.env).folder))));
    if (document !== null) findings.push(...(await guarded('channels', () => channels(document, folder, options.to))));
  }
  return findings;
}

async function channels(document: RulesDocument, folder: string, to: string | undefined): Promise<readonly Finding[]> {
  return channelFindings(document, await openChannels(folder, process.env), to ?? null);
}

/** What one check could not find out must not keep the others from being made. */
async function guarded(check: DoctorCheck, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [fail(check, (error as Error).message, 'this could not be looked at')];
  }
}

function lines({ check, standing, message, remedy }: Finding): string {
  const first = `${SYMBOLS[standing]} ${standing.padEnd(4)}  ${check.padEnd(11)}  ${printable(message)}\n`;
  return remedy === null ? first : `${first}${' '.repeat(21)}${printable(remedy)}\n`;
}
