/** Lines that report the end of a backup to a job's ping address, to be copied. */
export interface PingExample {
  readonly name: string;
  readonly text: string;
}

const CURL = 'curl -fsS -m 10 --retry 5 -o /dev/null';
/** What the person who copies puts their own command in the place of. */
const BACKUP = 'pg_dump orders | gzip > /backup/orders.gz';

/**
 * Each reports the status of the backup itself: where a pipe makes it, of the first command that fails, not of the last.
 * Source: docs/design/heartbeats.md#pings.
 */
export function pingExamples(address: string): readonly PingExample[] {
  return [
    {
      name: 'Shell script',
      text: `#!/bin/bash
set -o pipefail
${CURL} "${address}/start"
${BACKUP}
${CURL} "${address}/$?"`,
    },
    {
      name: 'cron',
      text: `30 2 * * * bash -o pipefail -c '${BACKUP}'; ${CURL} "${address}/$?"`,
    },
    {
      name: 'systemd service',
      text: `[Service]
Type=oneshot
ExecStart=/bin/bash -o pipefail -c '${BACKUP}'
ExecStopPost=/bin/sh -c 'test "$$SERVICE_RESULT" = success; exec ${CURL} "${address}/$$?"'`,
    },
    {
      name: 'PowerShell',
      text: `$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$status = 0
try { C:\\backup\\backup.exe; if ($LASTEXITCODE) { $status = $LASTEXITCODE } } catch { $status = 1 }
if ($status -lt 0 -or $status -gt 255) { $status = 1 }
Invoke-RestMethod -TimeoutSec 10 -Uri "${address}/$status"`,
    },
  ];
}
