import type { RuleTable } from '../../../src/domain/world.ts';
import type { Json } from '../../../src/domain/json.ts';
import { called, ended, episode, gave, given, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

const rules: RuleTable = {
  domain: 'contracts',
  version: '2.1',
  fields: {
    contract_type: { enum: ['rent', 'sale'] },
    amount_rub: { type: 'integer', minimum: 0 },
    contractor_type: { enum: ['sole trader', 'company'] },
    urgency: { enum: ['critical', 'normal'] },
    time: { from: 'submitted_at', words: { friday_after_15: { weekday: 'friday', after: '15:00' } } },
  },
  rules: [
    {
      name: 'dear rent',
      condition: { contract_type: 'rent', amount_rub: '>500000' },
      outcome: { route_to: 'legal_senior', sla_hours: 48 },
      implicit: false,
    },
    { name: 'sole traders', condition: { contractor_type: 'sole trader' }, outcome: { additional_checks: ['tax', 'bankruptcy'] }, implicit: false },
    { name: 'friday', condition: { time: 'friday_after_15', urgency: 'not_critical' }, outcome: { action: 'postpone_to_monday' }, implicit: false },
  ],
  unwritten: [],
  otherwise: { route_to: 'legal' },
};
const base = { contract_type: 'rent', amount_rub: 500_001, contractor_type: 'company', urgency: 'normal', submitted_at: '2026-11-19T12:00' };
const solves = (task: Json, ...bodies: readonly Body[]): ReturnType<typeof episode> =>
  episode([started, { ...given, task } as Body, ...bodies, ended], { tasks: [task], declared: { rules } });
const senior = { route_to: 'legal_senior', sla_hours: 48 };

export const specimens: Specimens = {
  breaks: {
    'neither, where two rules contradict each other': episode(
      [started, { ...given, task: base } as Body, said({ ...senior, route_to: 'nobody' }), ended],
      {
        tasks: [base],
        declared: {
          rules: {
            ...rules,
            rules: [...rules.rules, { name: 'cheap', condition: { contract_type: 'rent' }, outcome: { route_to: 'legal_junior' }, implicit: true }],
          },
        },
      },
    ),
    'the second of two tasks': episode(
      [
        started,
        { ...given, task: base } as Body,
        said(senior),
        { ...given, index: 1, task: { ...base, amount_rub: 1 } } as Body,
        said(senior, 1),
        ended,
      ],
      { tasks: [base, { ...base, amount_rub: 1 }], declared: { rules } },
    ),
    'the wrong person': solves(base, said({ ...senior, route_to: 'legal' })),
    'at the bound': solves({ ...base, amount_rub: 500_000 }, said(senior)),
    'a check is missing': solves({ ...base, contractor_type: 'sole trader' }, said({ ...senior, additional_checks: ['tax'] })),
    'something that no rule says': solves(base, said({ ...senior, action: 'postpone_to_monday' })),
    'not put off on friday afternoon': solves({ ...base, submitted_at: '2026-11-20T15:00' }, said(senior)),
    'by what it called, whatever it says': solves(base, called(1, 'route', { route_to: 'legal' }), gave(1, 'route'), said(senior)),
    'by the decision that it reported': solves(base, reports({ type: 'decision', decision: '{"route_to":"legal"}' }), said('done')),
  },
  holds: {
    'either, where two rules contradict each other': episode(
      [started, { ...given, task: base } as Body, said({ ...senior, route_to: 'legal_junior' }), ended],
      {
        tasks: [base],
        declared: {
          rules: {
            ...rules,
            rules: [...rules.rules, { name: 'cheap', condition: { contract_type: 'rent' }, outcome: { route_to: 'legal_junior' }, implicit: true }],
          },
        },
      },
    ),
    'what no rule says, left empty': solves(base, said({ ...senior, action: null, additional_checks: [] })),
    'as the rule says': solves(base, said(JSON.stringify(senior))),
    'just below': solves({ ...base, amount_rub: 500_000 }, said({ route_to: 'legal' })),
    'lists in any order': solves({ ...base, contractor_type: 'sole trader' }, said({ ...senior, additional_checks: ['bankruptcy', 'tax'] })),
    'critical, on friday afternoon': solves({ ...base, submitted_at: '2026-11-20T15:00', urgency: 'critical' }, said(senior)),
    'put off on friday afternoon': solves({ ...base, submitted_at: '2026-11-20T15:00' }, said({ ...senior, action: 'postpone_to_monday' })),
    'by arguments of a call': solves(base, called(1, 'route', senior), gave(1, 'route'), said('done')),
    'by a task that is a text': solves(JSON.stringify(base), said({ decision: senior })),
  },
  silent: {
    'no rules': episode(usual),
    'a task without fields': solves('do it', said(senior)),
    'an answer in prose': solves(base, said('It goes to the senior lawyer.')),
  },
};
