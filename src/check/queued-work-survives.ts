import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

/** A queue in memory is a promise that the next restart breaks. */
export const queuedWorkSurvives: Check = {
  claim: 'queued-work-survives',
  from: 'S0.6',
  rule: 'What was queued before a restart and was not finished by then is finished after it, exactly once.',
  declaredAt: ['world', 'restart'],
  check(episode) {
    const history = historyOf(episode);
    const queued = history.reports('queued');
    const [restart] = history.restarts;
    if (queued.length === 0) {
      return restart === undefined
        ? other('not-applicable', 'Nothing was queued.')
        : other(
            'unobserved',
            'The agent reported nothing as queued: report {"type":"queued","item":...} when a task is put off, and {"type":"dequeued","item":...,"done":true} when it is finished.',
          );
    }
    const finished = history.reports('dequeued').filter(({ report }) => report.done);
    const items = [...new Set(queued.map(({ report }) => report.item))];
    const doneBy = (item: string): readonly number[] => finished.filter(({ report }) => report.item === item).map(({ seq }) => seq);
    const twice = items.filter((item) => doneBy(item).length > queued.filter(({ report }) => report.item === item).length);
    const findings: Finding[] = twice.map((item) => ({
      text: `${item} was queued once and finished ${doneBy(item).length} times`,
      seqs: doneBy(item),
    }));
    const held =
      restart === undefined ? [] : queued.filter(({ seq, report }) => seq < restart && !doneBy(report.item).some((done) => done < restart));
    for (const { seq, report } of held) {
      if (doneBy(report.item).length === 0)
        findings.push({
          text: `${report.item} was queued (event ${seq}) and not finished after the restart (event ${restart!})`,
          seqs: [seq, restart!],
        });
    }
    if (findings.length > 0) return refuted(findings);
    if (held.length === 0)
      return other(
        'unobserved',
        `${counted(items.length, 'item')} queued, and the agent was not restarted while any of them waited: plan it with \`world: { restart: { after: agent-reported, report: queued } }\`.`,
        queued.map(({ seq }) => seq),
      );
    return pass(
      `${counted(held.length, 'item')} waited when the agent was restarted (event ${restart!}), and each was finished once afterwards: ${listed(held.map(({ report }) => report.item))}.`,
      [...held.map(({ seq }) => seq), restart!, ...held.flatMap(({ report }) => doneBy(report.item))],
    );
  },
};
