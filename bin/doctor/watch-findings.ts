import { formatMinute, type Instant } from '../../lib/core/instant.ts';
import type { LastPass } from '../../lib/ports/state-store.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { isPassOverdue } from '../../lib/web/pass-overdue.ts';
import type { ServingWatch } from '../wiring/watch-address.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const START = 'keep `sentinel watch` running, or `sentinel check --notify` in cron';

/** Whether something checks on its schedule. */
export function checksFindings(lastPass: LastPass | null, document: RulesDocument, now: Instant): readonly Finding[] {
  if (lastPass === null) return [warn('checks', 'nothing has been checked yet', START)];
  const text = `the last pass was at ${formatMinute(lastPass.at)}: ${lastPass.judged} of ${lastPass.configured} jobs judged`;
  return [
    isPassOverdue(lastPass, document, now)
      ? fail('checks', `${text}; the next one is overdue`, START)
      : ok('checks', text),
  ];
}

/** Whether something outside notices when nothing checks any more. */
export function watchdogFindings(watch: ServingWatch | null, env: NodeJS.ProcessEnv): readonly Finding[] {
  if (watch?.hasWatchdog || env.SENTINEL_WATCHDOG_URL)
    return [ok('watchdog', 'something outside is pinged after each complete pass')];
  const remedy = 'set SENTINEL_WATCHDOG_URL, or start with --watchdog URL: the address of a dead-man’s switch';
  return [warn('watchdog', 'nothing outside would notice when this host does not check any more', remedy)];
}

/** Whether the page and the links of messages can be reached as they should be. */
export function webFindings(watch: ServingWatch | null, env: NodeJS.ProcessEnv): readonly Finding[] {
  if (watch === null) return [ok('web', '`watch` serves no page here now')];
  const { url, untrustedProxy } = watch;
  const proxy =
    untrustedProxy === null
      ? []
      : [
          warn(
            'web',
            `requests come through a proxy at ${untrustedProxy}, and all of its clients share one limit`,
            `start watch with --trusted-proxy ${untrustedProxy}`,
          ),
        ];
  const links = env.SENTINEL_URL ? '' : '; messages have no links to it, since SENTINEL_URL is not set here';
  return proxy.length > 0 ? proxy : [ok('web', `the page is at ${url}${links}`)];
}
