import type { InstallRequest, MadeFile } from './install-request.ts';
import { onCalendar } from './on-calendar.ts';
import { environmentLine, execWord, unitName, unitValue } from './systemd-text.ts';

/** The files of a job that systemd runs: service, timer, the unit that notifies when the service failed, and variables. */
export function systemdUnits(request: InstallRequest, folder: string): readonly MadeFile[] {
  const name = unitName(request);
  const environment = `${folder}/${name}.env`;
  return [
    { name: `${name}.service`, text: service(request, name, environment), isSecret: false },
    { name: `${name}.timer`, text: timer(request), isSecret: false },
    { name: `${name}-failed.service`, text: failed(request, name, environment), isSecret: false },
    { name: `${name}.env`, text: variables(request), isSecret: true },
  ];
}

const WHAT = { run: 'Backup', prove: 'Restore test of' } as const;

/** Takes away what a backup does not need. It keeps reading every file, and the network. */
const HARDENING = `# sudo does not work under this; runuser does, and so does User= here.
NoNewPrivileges=yes
LockPersonality=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
# /usr, /boot and /etc are read-only. Where the command writes only to folders that you know, say so instead:
# ProtectSystem=strict
# ReadWritePaths=/srv/backups /var/lib/backup-sentinel
ProtectSystem=full
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictRealtime=yes
SystemCallArchitectures=native
`;

/** What is restored is isolated by namespaces, so that a proof needs them. */
const NO_NAMESPACES = 'RestrictNamespaces=yes\n';

function hardening({ isForUser, verb }: InstallRequest): string {
  if (isForUser) return USER_HARDENING;
  return verb === 'run' ? `${HARDENING}${NO_NAMESPACES}` : HARDENING;
}

/** The part of it that a user's own service manager supports. */
const USER_HARDENING = `NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
`;

function service(request: InstallRequest, name: string, environment: string): string {
  const network = request.isForUser ? '' : 'Wants=network-online.target\nAfter=network-online.target\n';
  return `# Made by: sentinel ${request.verb} --install systemd
[Unit]
Description=${unitValue(`${WHAT[request.verb]} ${titleOf(request)}`)}
Documentation=man:systemd.service(5)
${network}OnFailure=${name}-failed.service

[Service]
Type=oneshot
ExecStart=${commandLine([...request.program, request.verb, ...request.runArguments])}
WorkingDirectory=${unitValue(request.workingDirectory)}
EnvironmentFile=-${unitValue(environment)}
# On a stop, the runner gives the command 10 seconds to end and then sends its notifications.
KillMode=mixed
TimeoutStopSec=90s
Nice=10
IOSchedulingClass=best-effort
IOSchedulingPriority=7
${hardening(request)}`;
}

function timer(request: InstallRequest): string {
  const times = onCalendar(request.schedule).map((event) => `OnCalendar=${unitValue(event)}\n`);
  return `# Made by: sentinel ${request.verb} --install systemd
[Unit]
Description=${unitValue(`Schedule of ${WHAT[request.verb].toLowerCase()} ${titleOf(request)}`)}

[Timer]
${times.join('')}# Catch up on a run that was missed while the host was off.
Persistent=true
AccuracySec=1min

[Install]
WantedBy=timers.target
`;
}

/** Notifies of a service that failed without a notification of its own: killed, out of memory, never started. */
function failed(request: InstallRequest, name: string, environment: string): string {
  return `# Made by: sentinel ${request.verb} --install systemd
[Unit]
Description=${unitValue(`Alert about ${WHAT[request.verb].toLowerCase()} ${titleOf(request)}`)}

[Service]
Type=oneshot
ExecStart=${commandLine([...request.program, request.verb, ...request.alertArguments, '--unit-failed', `${name}.service`])}
WorkingDirectory=${unitValue(request.workingDirectory)}
EnvironmentFile=-${unitValue(environment)}
TimeoutStartSec=5min
${hardening(request)}`;
}

/** The file of variables, for systemd as for a shell. */
export function variables({ environment }: InstallRequest): string {
  const lines = Object.entries(environment).map(([name, value]) => `${environmentLine(name, value)}\n`);
  return `# Variables of the backup, readable only by its owner: passwords and notification URLs.\n${lines.join('')}`;
}

function titleOf({ jobId, node }: InstallRequest): string {
  return node === null ? jobId : `${jobId}/${node}`;
}

function commandLine(words: readonly string[]): string {
  return words.map(execWord).join(' ');
}
