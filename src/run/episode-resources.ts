import { createLibrary, openCassette, type OpenCassette } from '../cassette/index.ts';
import { createRedactor, type Redactor } from '../cassette/redaction/index.ts';
import type { FinishedRecording } from '../cassette/recording.ts';
import { joinRedaction } from '../domain/cassette.ts';
import type { EpisodeClock } from '../domain/clock.ts';
import type { EventBody } from '../domain/event.ts';
import { failureText, RehearsalFailure, toFailure } from '../domain/failure.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { describeMoment } from '../domain/world-moment.ts';
import { createEpisodeMoments, type EpisodeMoments } from './episode-moments.ts';
import { createInjector, faultKinds, plansConnectionFaults, targetOfFault, targetWords, type Injector } from '../fault/index.ts';
import {
  behindStruckConnection,
  createEpisodeGate,
  createReplayAnswerer,
  type Answerer,
  type EpisodeGate,
  type HttpFront,
} from '../gateway/index.ts';
import { openEpisodeConnection, type EpisodeConnection } from './connections/episode-connection.ts';
import { openBridgeDoor, type BridgeDoor } from './containers/bridge-door.ts';
import { inProcessOrigin } from './drivers/worker-protocol.ts';
import { openEpisodeEvidence, type EpisodeEvidence } from './episode-evidence.ts';
import { openEpisodeRecording, type EpisodeRecording } from './episode-recording.ts';
import { openEpisodeWorld, type EpisodeWorld } from './episode-world.ts';
import type { GatewayAddress } from './agent-environments.ts';
import type { EpisodeHistory } from './event-log.ts';
import { divergenceAnswerer, liveAnswerer, scriptAnswerer } from './live-answerers.ts';
import type { RunContext } from './run-context.ts';
import type { VirtualClock } from './virtual-time/virtual-clock.ts';

let episodes = 0;

/** Answers over those whom the plan names: it may ask for them, or leave them alone. */
export type AnswererOver = (planned: () => Promise<Answerer>) => Answerer | Promise<Answerer>;

/** The chance and the time of an episode. */
export interface EpisodeTimes {
  readonly seed: number;
  readonly clock: EpisodeClock;
  /** The same clock, where the agent lives on virtual time. */
  readonly virtualClock?: VirtualClock;
}

/** What an episode opens, and closes again whatever happens. */
export class EpisodeResources {
  readonly id: string = `e${++episodes}`;
  /** By which every process of this episode is known. */
  readonly marker: string;
  readonly notes: string[] = [];
  /** Set by `close` where a branch was to be recorded, and nothing diverged. */
  needsNoBranch = false;
  /** Widened when a cassette is opened that declares secrets of its own. */
  redactor: Redactor;
  private readonly injector: Injector;
  /** Set where something is planned for the process of the agent. */
  moments: EpisodeMoments | undefined;
  private cassette: OpenCassette | undefined;
  private recording: EpisodeRecording | undefined;
  /** Makes the answerer of another copy of the agent; absent where both are answered by the same. */
  private answerer: Answerer | undefined;
  private secondAnswerer: (() => Promise<Answerer>) | undefined;
  private restartPlayback: (() => void) | undefined;
  private hasRestarted = false;
  private unused: (() => readonly string[]) | undefined;
  /** Why there is no cassette, where there is none and nobody has been told. */
  private missingCassette: (() => Promise<RehearsalFailure>) | undefined;
  private front: HttpFront | undefined;
  private readonly openIds: string[] = [];
  private copies = 0;
  /** Where the case's own folder lies; absent without a world. */
  get stateFolder(): string | undefined {
    return this.world?.folder;
  }
  private connection: EpisodeConnection | undefined;
  /** For containers: one to the gateway, and one to its proxy, where there is one. */
  private readonly doors: BridgeDoor[] = [];
  private world: EpisodeWorld | undefined;
  private evidence: EpisodeEvidence | undefined;
  private readonly plan: CasePlan;
  private readonly context: RunContext;
  private readonly history: EpisodeHistory;
  readonly seed: number;
  /** Set where the agent lives on virtual time. */
  readonly virtualClock: VirtualClock | undefined;
  readonly clock: EpisodeClock;

  constructor(plan: CasePlan, context: RunContext, history: EpisodeHistory, { seed, clock, virtualClock }: EpisodeTimes) {
    this.plan = plan;
    this.context = context;
    this.history = history;
    this.seed = seed;
    this.clock = clock;
    this.virtualClock = virtualClock;
    this.marker = `${context.markPrefix}${this.id}`;
    this.redactor = createRedactor(plan.redaction.patterns, { disabled: plan.redaction.disabled });
    this.injector = createInjector(plan.faults, faultKinds);
  }

  /** Opens what the episode needs. */
  async open(over?: AnswererOver): Promise<EpisodeGate> {
    const { plan, history, injector, clock } = this;
    const answerer = (this.answerer = await this.openAnswerer(over));
    const matching = this.cassette?.header.matching ?? plan.matching;
    this.moments = createEpisodeMoments({
      plan,
      history,
      injector,
      recording: this.context.mode === 'record' && !this.isBranch(),
      hear: () => this.hear(),
    });
    const crosses = this.moments?.crosses;
    this.world = await openEpisodeWorld(plan, {
      clock,
      seed: this.seed,
      injector,
      history,
      dialects: this.context.dialects,
      redactor: () => this.redactor,
      crosses: crosses ?? (() => true),
    });
    this.evidence =
      plan.world === undefined
        ? undefined
        : openEpisodeEvidence(this.world!.folder, { history, redactor: () => this.redactor, crosses: crosses ?? (() => true) });
    const sideRoutes = [...(this.world?.routes ?? []), ...(this.evidence?.routes ?? [])];
    const gate = createEpisodeGate({
      answerer,
      injector,
      redactor: this.redactor,
      matching,
      clock,
      sideRoutes,
      ...(crosses === undefined ? {} : { crosses }),
      emit: (event) => history.emit(event),
    });
    if (plan.agent.kind === 'function') return gate;
    const front = (this.front = await this.context.front());
    const atDoor = await this.throughConnection(gate, front);
    front.open(this.id, atDoor);
    if (plan.agent.kind === 'image') await this.openToContainers(front);
    return atDoor;
  }

  private async openAnswerer(over: AnswererOver | undefined): Promise<Answerer> {
    if (over === undefined) return this.plannedAnswerer();
    return this.context.mode === 'record' ? this.recordAnswerer(false, over) : over(() => this.plannedAnswerer());
  }

  /** A container reaches this machine at an address of its own. */
  private async openToContainers(front: HttpFront): Promise<void> {
    const { host } = await this.context.containers.network();
    const { connection } = this;
    this.doors.push(await openBridgeDoor(host, front.port));
    if (connection !== undefined) this.doors.push(await openBridgeDoor(host, Number(new URL(connection.origin).port)));
  }

  /** Where the agent finds the gateway; undefined for one that needs no socket. */
  private gatewayAddress(): GatewayAddress | undefined {
    const { front, connection, doors } = this;
    if (front === undefined) return undefined;
    const [door] = doors;
    if (door !== undefined) return { origin: `http://${doors.at(-1)!.address}`, proxyAddress: door.address };
    return { origin: connection?.origin ?? front.origin, proxyAddress: `127.0.0.1:${front.port}` };
  }

  /** Where faults of the connection are planned, the agent reaches the gateway through a proxy. */
  private async throughConnection(gate: EpisodeGate, front: HttpFront): Promise<EpisodeGate> {
    const { plan, history, injector, id, seed } = this;
    if (!plansConnectionFaults(plan.faults, faultKinds)) return gate;
    const emit = (event: EventBody): void => history.emit(event);
    this.connection = await openEpisodeConnection({
      toxiproxy: await this.context.toxiproxy.open(),
      front,
      episode: id,
      words: canonicalJson([plan.id, seed]),
      onTrouble: (failure) => emit({ kind: 'failure', code: failure.code, text: failureText(failure) }),
    });
    const { strikes, origin } = this.connection;
    return behindStruckConnection(gate, { injector, strikes, agentUrl: `${origin}/e/${id}`, emit });
  }

  private plannedAnswerer(): Promise<Answerer> {
    const branching = this.isBranch();
    if (this.plan.answeredBy === 'script') {
      const script = (): Promise<Answerer> => scriptAnswerer(this.plan, this.context, this.seed, 'scripted');
      this.secondAnswerer = script;
      return script();
    }
    return this.context.mode === 'replay' || branching ? this.replayAnswerer(branching) : this.recordAnswerer(false);
  }

  /** Recording a case with faults adds a branch to the cassette of the case without. */
  private isBranch(): boolean {
    return this.context.mode === 'record' && this.plan.faults.length > 0;
  }

  /** Under faults a recording replays the main line, and records what only happens because of them as a branch. */
  private async replayAnswerer(branching: boolean): Promise<Answerer> {
    const { plan, context } = this;
    const open = (): Promise<OpenCassette> => openCassette(plan.cassette, context.dialects, plan.matching);
    if (!branching && context.missingFolders.holds(plan.cassette)) return this.unrecorded(() => open());
    try {
      this.cassette = await open();
    } catch (error) {
      if (!(error instanceof RehearsalFailure) || error.code !== 'CASSETTE_NOT_FOUND' || branching) throw error;
      return this.unrecorded(() => Promise.reject(error));
    }
    this.notes.push(...this.cassette.notes);
    const { patterns, disabled } = joinRedaction(plan.redaction, this.cassette.header.redaction);
    this.redactor = createRedactor(patterns, { disabled });
    const library = createLibrary([this.cassette]);
    const playback = library.play(branching ? [] : plan.faults);
    this.restartPlayback = () => playback.restart();
    this.unused = () => playback.unused().map((entry) => `${entry.file}#${entry.id}`);
    const onDivergence = branching ? await this.recordAnswerer(true) : await divergenceAnswerer(plan, context, this.seed);
    const { dialects } = context;
    const replay = { dialects, pace: plan.pace, updateCommand: context.updateCommand(plan), ...(onDivergence === undefined ? {} : { onDivergence }) };
    // Two copies of an agent ask for the same: each recording is there for both.
    this.secondAnswerer = () => Promise.resolve(createReplayAnswerer({ ...replay, playback: library.play(branching ? [] : plan.faults) }));
    return createReplayAnswerer({ ...replay, playback });
  }

  /** An agent that asks no model needs no cassette; one that does gets the failure as its answer, and the case is invalid. */
  private unrecorded(open: () => Promise<OpenCassette>): Answerer {
    const { plan, context } = this;
    const why = async (): Promise<RehearsalFailure> => {
      const error = await open().then(
        (late) => {
          late.close();
          return new RehearsalFailure('CASSETTE_NOT_FOUND', `There was no cassette at ${plan.cassette} when the case began.`);
        },
        (failed: unknown) => toFailure(failed),
      );
      return new RehearsalFailure(error.code, error.message, { hint: `Record it: ${context.updateCommand(plan)}`, cause: error });
    };
    this.missingCassette = why;
    return {
      answer: async () => {
        this.missingCassette = undefined;
        throw await why();
      },
    };
  }

  private async recordAnswerer(isBranch: boolean, over?: AnswererOver): Promise<Answerer> {
    const { plan, context, history, redactor, seed } = this;
    const live = (): Promise<Answerer> => liveAnswerer(plan, context, seed);
    this.recording = await openEpisodeRecording({
      plan,
      context,
      history,
      redactor,
      isBranch,
      isMadeUp: over !== undefined,
      live: over === undefined ? live : () => over(live),
    });
    this.notes.push(...this.recording.notes);
    return this.recording.answerer;
  }

  /** Where another copy of the agent finds its surroundings: models answer it by itself, the world is the same. */
  async another(gate: EpisodeGate): Promise<{ readonly gate: EpisodeGate; readonly environment: Readonly<Record<string, string>> }> {
    const door = gate.forAnother((await this.secondAnswerer?.()) ?? this.answerer!);
    const id = `${this.id}b${++this.copies}`;
    this.front?.open(id, door);
    this.openIds.push(id);
    return { gate: door, environment: this.environment(id) };
  }

  environment(id: string = this.id): Readonly<Record<string, string>> {
    const at = this.gatewayAddress();
    const environment = this.context.environments.of(this.plan, id, at);
    if (this.world === undefined) return environment;
    const baseUrl = at === undefined ? inProcessOrigin : `${at.origin}/e/${id}`;
    return { ...environment, ...this.world.environment(baseUrl), ...this.evidence?.environment(baseUrl) };
  }

  /** The agent was ended and is started again: it may ask from the beginning. */
  restart(): void {
    this.hasRestarted = true;
    this.restartPlayback?.();
  }

  /** What the agent said of itself before now is in the history, and has had its consequences. */
  hear(): void {
    this.evidence?.hear();
  }

  /** Says what did not happen as planned. */
  async settle(): Promise<void> {
    const { plan, history, injector } = this;
    this.evidence?.end();
    await this.world?.end();
    await this.connection?.strikes.end();
    // Faults may have answered every request; that there was nothing to replay must be seen all the same.
    if (this.missingCassette !== undefined && history.events.some(({ kind }) => kind === 'model-request' || kind === 'http-request')) {
      const failure = await this.missingCassette();
      history.emit({ kind: 'failure', code: failure.code, text: failureText(failure) });
    }
    for (const { index, planned, matched, why } of injector.unfired()) {
      history.emit({
        kind: 'fault-unfired',
        fault: index,
        name: planned.fault,
        text: `${matched} ${targetWords[targetOfFault(planned.fault)][matched === 1 ? 0 : 1]} matched ${canonicalJson(planned.match as unknown as Json)}, occurrence ${canonicalJson(planned.occurrence)}${why === undefined ? '' : `; ${why}`}`,
      });
    }
    if (this.moments?.restartIsDone === false) {
      const text = `The agent was to be ended ${describeMoment(plan.world!.restart!)} and started again, and that moment never came.`;
      history.emit({ kind: 'failure', code: 'MOMENT_NOT_REACHED', text });
    }
    const exchanges = this.context.mode === 'replay' ? (this.unused?.() ?? []) : [];
    if (exchanges.length > 0)
      history.emit({
        kind: 'recordings-unused',
        exchanges,
        severity: injector.anyFired || this.hasRestarted || plan.unusedRecordings === 'note' ? 'note' : 'error',
      });
  }

  async close(): Promise<FinishedRecording | undefined> {
    for (const id of [this.id, ...this.openIds]) this.front?.close(id);
    // What a proxy is not rid of now goes with its server, or is told at the end of the run.
    for (const door of this.doors) await door.close();
    await this.connection?.close().catch(() => undefined);
    this.cassette?.close();
    await this.world?.close();
    const { recorded, note, needsNoBranch } = (await this.recording?.close()) ?? {};
    if (note !== undefined) this.notes.push(note);
    this.needsNoBranch = needsNoBranch === true;
    return recorded;
  }
}
