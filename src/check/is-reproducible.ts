import { readGenAiSpan } from '../domain/gen-ai.ts';
import type { Episode } from '../domain/episode.ts';
import type { Event } from '../domain/event.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { other, pass, type SetCheck } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

/** Was it chance, or will it happen again? Nobody can tell without seed, model and temperature. */
export const isReproducible: SetCheck = {
  claim: 'is-reproducible',
  from: 'S2.3',
  rule: 'The agent records seed, model version and temperature (a `run` report, or gen_ai.request.* of its spans); the model is the one that was asked; and two runs of the case with one seed call the same tools with the same results and end in the same answer.',
  declaredAt: [],
  check(episodes) {
    const recorded = episodes.map((episode) => ({
      episode,
      run: runOf(episode),
      asked: [...new Set(historyOf(episode).modelCalls.map(({ request }) => request.model))],
    }));
    const spoke = recorded.filter(({ run }) => run.seqs.length > 0);
    if (spoke.length === 0)
      return other('unobserved', 'The agent records nothing to repeat the run with: report {"type":"run","seed":...,"model":...,"temperature":0}.');
    const findings = [
      ...spoke.flatMap(({ run, asked }): readonly Finding[] => {
        const missing = (['seed', 'model', 'temperature'] as const).filter((name) => run[name] === undefined);
        if (missing.length > 0)
          return [{ text: `the record of the run (event ${listed(run.seqs.map(String))}) has no ${listed(missing)}`, seqs: run.seqs }];
        const other = asked.filter((model) => !run.models.some((known) => known.startsWith(model) || model.startsWith(known)));
        return other.length === 0
          ? []
          : [{ text: `${listed(other)} was asked, and the record of the run says ${listed(run.models)}`, seqs: run.seqs }];
      }),
      ...differentWithOneSeed(episodes),
    ];
    if (findings.length > 0) return refuted(findings);
    if (spoke.length < episodes.length)
      return refuted([
        { text: `${episodes.length - spoke.length} of ${counted(episodes.length, 'run')} recorded nothing to repeat it with`, seqs: [] },
      ]);
    const { run } = spoke[0]!;
    const pairs = episodes.length - new Set(episodes.map(seedOf)).size;
    return pass(
      `Recorded: seed ${canonicalJson(run.seed)}, model ${listed(run.models)}, temperature ${run.temperature!}; ${pairs === 0 ? 'no two runs with one seed to compare' : `${counted(pairs, 'run')} with a seed that was run before, and the same history`}.`,
      [...new Set(spoke.flatMap((one) => one.run.seqs))],
    );
  },
};

interface Recorded {
  readonly seed: Json | undefined;
  readonly model: string | undefined;
  readonly models: readonly string[];
  readonly temperature: number | undefined;
  readonly seqs: readonly number[];
}

function runOf(episode: Episode): Recorded {
  const history = historyOf(episode);
  const reports = history.reports('run');
  const spans = history
    .of('span-ended')
    .filter(({ span }) => span.attributes['gen_ai.request.seed'] !== undefined || span.attributes['gen_ai.request.temperature'] !== undefined);
  const models = [...reports.map(({ report }) => report.model), ...spans.map(({ span }) => readGenAiSpan(span).model)].filter(
    (model) => model !== undefined,
  );
  return {
    seed:
      reports.map(({ report }) => report.seed).find((seed) => seed !== undefined) ??
      spans.map(({ span }) => span.attributes['gen_ai.request.seed']).find((seed) => seed !== undefined),
    model: models[0],
    models: [...new Set(models)],
    temperature:
      reports.map(({ report }) => report.temperature).find((one) => one !== undefined) ??
      spans.map(({ span }) => span.attributes['gen_ai.request.temperature']).find((one) => typeof one === 'number'),
    seqs: [...reports, ...spans].map(({ seq }) => seq),
  };
}

function seedOf({ events }: Episode): number | undefined {
  return events.find((event) => event.kind === 'episode-started')?.seed;
}

/** Runs of the case with one seed whose calls, effects or answers differ. */
function differentWithOneSeed(episodes: readonly Episode[]): readonly Finding[] {
  return [...Map.groupBy(episodes, seedOf).values()].flatMap((runs) => {
    const [first, ...rest] = runs.map(({ events }) => events.flatMap((event) => deedOf(event) ?? []));
    const other = rest.find((deeds) => canonicalJson(deeds.map(({ deed }) => deed)) !== canonicalJson(first!.map(({ deed }) => deed)));
    if (other === undefined) return [];
    const place = first!.findIndex(({ deed }, index) => deed !== other[index]?.deed);
    const at = place < 0 ? other[first!.length]! : first![place]!;
    return [{ text: `two runs with the seed ${seedOf(runs[0]!)} differ from event ${at.seq} on`, seqs: [at.seq] }];
  });
}

/** What of an event must come again; the wording of models is theirs, and times are the machine's. */
function deedOf(event: Event): { readonly seq: number; readonly deed: string } | undefined {
  switch (event.kind) {
    case 'tool-called':
      return { seq: event.seq, deed: `${event.tool} ${event.operation}` };
    case 'tool-answered':
      return { seq: event.seq, deed: `${event.tool} ${event.outcome} ${canonicalJson(event.result)}` };
    case 'effect-committed':
      return { seq: event.seq, deed: `${event.tool} ${event.by} ${event.intent ?? ''}` };
    case 'tool-result':
      return { seq: event.seq, deed: `${event.name} ${event.text}` };
    case 'answer':
      return { seq: event.seq, deed: canonicalJson(event.value) };
    default:
      return undefined;
  }
}
