import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../core/instant.ts';
import { MAX_ACCEPTED_BYTES, readPingBody } from '../../core/ping/ping-body.ts';
import type { PingRequest } from '../../core/ping/ping-request.ts';
import { MAX_PROPOSALS, type Proposal, proposedId } from '../../core/ping/proposal.ts';
import { RateLimit } from '../../core/ping/rate-limit.ts';
import type { HeartbeatLog } from '../../ports/state-store.ts';
import { type Directory, type DirectoryPorts, PingDirectory } from './ping-directory.ts';
import { PingPace } from './ping-pace.ts';
import { openProposals } from './proposed-rules.ts';

/** Source: docs/design/heartbeats.md#pings. */
const PINGS_A_MINUTE = 60;
/** What one address may ask in vain. Known pings do not count: many jobs can sit behind one address. */
const REFUSALS_A_MINUTE = 60;
const MAX_JOBS = 100_000;
const MAX_SOURCES = 10_000;

export interface PingPorts extends DirectoryPorts {
  readonly heartbeats: HeartbeatLog;
  readonly clock: () => Instant;
  /** Waits for so long; by the timer unless given. */
  readonly sleep?: (durationMs: number) => Promise<unknown>;
}

export interface Ping {
  readonly request: PingRequest;
  /** Null when it is longer than what is accepted. */
  readonly body: Uint8Array | null;
  /** The address that it came from. */
  readonly source: string;
}

export interface PingAnswer {
  readonly status: 200 | 400 | 404 | 413 | 429;
  /** One line, for people; `OK` and `not found` are what clients know from healthchecks.io. */
  readonly text: string;
}

const OK: PingAnswer = { status: 200, text: 'OK' };
export const NOT_FOUND: PingAnswer = { status: 404, text: 'not found' };

/** Takes pings and keeps them as heartbeats. */
export class PingReceiver {
  readonly #ports: PingPorts;
  readonly #directory: PingDirectory;
  readonly #pace: PingPace;
  readonly #perJob = new RateLimit(PINGS_A_MINUTE, MAX_JOBS);
  readonly #perSource = new RateLimit(REFUSALS_A_MINUTE, MAX_SOURCES);

  /** `keptMs`: how long rules and keys are used until they are read again. */
  constructor(ports: PingPorts, keptMs: number) {
    this.#ports = ports;
    this.#pace = new PingPace(ports.sleep ?? sleep);
    this.#directory = new PingDirectory(ports, keptMs);
  }

  /**
   * Answers once the heartbeat is stored. Throws StateStoreUnavailable, SecretUnavailable or NoRules when the ping can
   * neither be kept nor refused; the client should try again.
   */
  async receive({ request, body, source }: Ping): Promise<PingAnswer> {
    const { clock, heartbeats } = this.#ports;
    const directory = await this.#directory.read(clock());
    const sender = directory.senders.find(request.sender, clock());
    // Read for everyone, so that a stranger's ping costs the same time.
    const said = readPingBody(body ?? new Uint8Array(), request.sender.key);
    if (sender === null) return this.#refuse(source);
    const jobId = sender.kind === 'job' ? sender.jobId : proposedId(sender);
    if (!this.#perJob.take(jobId, this.#ports.elapsedMs())) {
      return { status: 429, text: `too many pings; a job may send ${PINGS_A_MINUTE} a minute` };
    }
    if (request.problem !== null) return { status: 400, text: request.problem };
    if (body === null) {
      return { status: 413, text: `the body is too long; ${MAX_ACCEPTED_BYTES} bytes are accepted` };
    }
    const { signal, exitStatus, rid } = request;
    // The instant is taken last, so that heartbeats are stored in the order of their instants.
    if (sender.kind === 'proposed') {
      const { parentId, node } = sender;
      return (await this.#propose(directory, { parentId, node, at: clock(), signal })) ? OK : this.#refuse(source);
    }
    const begun = this.#ports.elapsedMs();
    await heartbeats.record({ jobId, at: clock(), signal, rid, exitStatus, ...said });
    this.#pace.note(this.#ports.elapsedMs() - begun);
    return OK;
  }

  async #refuse(source: string): Promise<PingAnswer> {
    if (!this.#perSource.take(source, this.#ports.elapsedMs())) {
      return { status: 429, text: 'too many pings in vain; check the address' };
    }
    await this.#pace.wait();
    return NOT_FOUND;
  }

  /** Only the first ping is kept. False when there are as many proposals as there can be. */
  async #propose({ senders, proposed }: Directory, proposal: Proposal): Promise<boolean> {
    const { proposals } = this.#ports;
    const id = proposedId(proposal);
    if (proposed.has(id)) return true;
    if (proposed.size >= MAX_PROPOSALS) return false;
    await proposals.add(proposal);
    const open = openProposals(await proposals.read(), senders);
    // Others may have added theirs meanwhile: the one that then sees too many steps back, so that too many never stay.
    if (open.length > MAX_PROPOSALS) {
      await proposals.remove(proposal);
      return false;
    }
    proposed.add(id);
    return true;
  }
}
