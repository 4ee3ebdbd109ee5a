import { setTimeout as sleep } from 'node:timers/promises';
import type { Heartbeat, PingOrigin } from '../../core/evidence/heartbeat.ts';
import type { Instant } from '../../core/instant.ts';
import { readPingBody } from '../../core/ping/ping-body.ts';
import type { PingRequest } from '../../core/ping/ping-request.ts';
import { MAX_PROPOSALS, type Proposal, proposedId } from '../../core/ping/proposal.ts';
import { RateLimit } from '../../core/ping/rate-limit.ts';
import type { HeartbeatLog } from '../../ports/state-store.ts';
import { openProposals } from './open-proposals.ts';
import { type Directory, type DirectoryPorts, PingDirectory } from './ping-directory.ts';
import { PingPace } from './ping-pace.ts';
import type { KnownSender } from './ping-senders.ts';

/** Source: docs/design/heartbeats.md#pings. */
const PINGS_A_MINUTE = 60;
/** What one address may ask in vain. Known pings do not count: many jobs can sit behind one address. */
const REFUSALS_A_MINUTE = 60;
const MAX_JOBS = 100_000;
const MAX_SOURCES = 10_000;

export interface PingPorts extends DirectoryPorts {
  readonly heartbeats: HeartbeatLog;
  readonly clock: () => Instant;
  /** Called with each heartbeat of a job that is judged by them, once it is stored. */
  readonly onHeartbeat?: (heartbeat: Heartbeat) => Promise<void>;
  /** Called once for each proposal whose ping failed. */
  readonly onFailedProposal?: (proposal: Proposal) => Promise<void>;
  /** Waits for so long; by the timer unless given. */
  readonly sleep?: (durationMs: number) => Promise<unknown>;
}

export interface Ping {
  readonly request: PingRequest;
  /** The beginning of a long one; null when it broke off. */
  readonly body: Uint8Array | null;
  readonly from: PingOrigin;
}

export interface PingAnswer {
  readonly status: 200 | 201 | 400 | 404 | 429;
  /** One line, for people; `OK` and `not found` are what clients know from healthchecks.io. */
  readonly text: string;
}

const OK: PingAnswer = { status: 200, text: 'OK' };
const NOT_JUDGED: PingAnswer = { status: 200, text: 'OK (not judged: this job has no heartbeat: true)' };
const PROPOSED: PingAnswer = { status: 201, text: 'created as a proposal, not judged yet' };
export const NOT_FOUND: PingAnswer = { status: 404, text: 'not found' };

/** Takes pings and keeps them as heartbeats. */
export class PingReceiver {
  readonly #ports: PingPorts;
  readonly #directory: PingDirectory;
  readonly #pace: PingPace;
  readonly #perJob = new RateLimit(PINGS_A_MINUTE, MAX_JOBS);
  readonly #perSource = new RateLimit(REFUSALS_A_MINUTE, MAX_SOURCES);
  #lastProposal: Promise<unknown> = Promise.resolve();

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
  async receive({ request, body, from }: Ping): Promise<PingAnswer> {
    const { clock, heartbeats } = this.#ports;
    const directory = await this.#directory.read(clock());
    const sender = directory.senders.find(request.sender, clock());
    // Read for everyone, so that a stranger's ping costs the same time.
    const { isProof, ...said } = readPingBody(body ?? new Uint8Array(), request.sender.key);
    if (sender === null) return this.#refuse(from);
    const jobId = sender.kind === 'job' ? sender.jobId : proposedId(sender);
    if (!this.#perJob.take(jobId, this.#ports.elapsedMs())) {
      return { status: 429, text: `too many pings; a job may send ${PINGS_A_MINUTE} a minute` };
    }
    if (request.problem !== null) return { status: 400, text: request.problem };
    const { signal, exitStatus, rid } = request;
    // A failure counts whatever became of its body; a success could be one whose body says that it failed.
    if (body === null && signal !== 'fail') return { status: 400, text: 'the body is incomplete' };
    // The instant is taken last, so that heartbeats are stored in the order of their instants.
    if (sender.kind === 'proposed') {
      const { parentId, node } = sender;
      return (await this.#propose(directory, { parentId, node, at: clock(), signal })) ?? this.#refuse(from);
    }
    const begun = this.#ports.elapsedMs();
    const heartbeat: Heartbeat = {
      ...{ jobId, at: clock(), signal: isProof ? 'proof' : signal, rid, exitStatus },
      ...said,
      from,
    };
    await heartbeats.record(heartbeat);
    await this.#act(sender, heartbeat, directory);
    this.#pace.note(this.#ports.elapsedMs() - begun);
    if (isProof) return OK;
    return sender.isJudged ? OK : NOT_JUDGED;
  }

  /** The heartbeat is stored: what cannot be done about it must not have the client send it once more. */
  async #act({ isJudged, parentId, node }: KnownSender, heartbeat: Heartbeat, directory: Directory): Promise<void> {
    const { at, signal } = heartbeat;
    try {
      // Whether proofs are judged is a matter of the rule, not of heartbeat: true.
      if (isJudged || signal === 'proof') await this.#ports.onHeartbeat?.(heartbeat);
      else await this.#keepProposal(directory, { parentId, node, at, signal });
    } catch (error) {
      this.#ports.onError((error as Error).message);
    }
  }

  async #refuse({ address }: PingOrigin): Promise<PingAnswer> {
    if (!this.#perSource.take(address, this.#ports.elapsedMs())) {
      return { status: 429, text: 'too many pings in vain; check the address' };
    }
    await this.#pace.wait();
    return NOT_FOUND;
  }

  /** Only the first ping is kept, and the first that failed. Null when there are as many proposals as there can be. */
  async #propose(directory: Directory, proposal: Proposal): Promise<PingAnswer | null> {
    if (directory.proposed.has(proposedId(proposal))) {
      await this.#keepProposal(directory, proposal);
      return OK;
    }
    // One after the other: of many at once each would see too many, and all of them would step back.
    const answer = this.#lastProposal.then(() => this.#addProposal(directory, proposal));
    this.#lastProposal = answer.catch(() => {});
    return answer;
  }

  async #addProposal(directory: Directory, proposal: Proposal): Promise<PingAnswer | null> {
    const { proposals } = this.#ports;
    const { senders, proposed } = directory;
    if (openProposals([...proposed.values()], senders).length >= MAX_PROPOSALS) return null;
    await this.#keepProposal(directory, proposal);
    const open = openProposals(await proposals.read(), senders);
    // Another process may have added its own meanwhile: the one that then sees too many steps back until its next ping.
    if (open.length > MAX_PROPOSALS) {
      await proposals.remove(proposal);
      proposed.delete(proposedId(proposal));
      return null;
    }
    return PROPOSED;
  }

  async #keepProposal({ proposed }: Directory, proposal: Proposal): Promise<void> {
    const known = proposed.get(proposedId(proposal));
    if (known?.signal === 'fail' || (known && proposal.signal !== 'fail')) return;
    const isKept = await this.#ports.proposals.add(proposal);
    proposed.set(proposedId(proposal), proposal);
    if (!isKept || proposal.signal !== 'fail') return;
    try {
      await this.#ports.onFailedProposal?.(proposal);
    } catch (error) {
      // It is kept, and the daily summary lists it.
      this.#ports.onError((error as Error).message);
    }
  }
}
