import type { ReportOf } from '../../../src/domain/agent-report.ts';
import { called, ended, episode, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

type Steps = ReportOf<'plan'>['steps'];
const declared = { declared: { scope: { actions: ['file.*', 'http.get'], roots: ['/var/log'], hosts: ['api.example'] } }, world: {} };
const plan = (steps: Steps, constraints: ReportOf<'plan'>['constraints'] = {}): Body => reports({ type: 'plan', plan_id: 'p', steps, constraints });
const starts: Body = reports({ type: 'plan-step', plan_id: 'p', step: 1, status: 'started' });
const checked = (accepted: boolean): Body => reports({ type: 'plan-checked', plan_id: 'p', accepted });
const good: Steps = [{ action: 'file.read', params: { path: '/var/log/app.log' } }];
const over = [said('x'), ended];

export const specimens: Specimens = {
  breaks: {
    'an action that is not allowed': episode([started, plan([{ action: 'shell.run' }]), starts, ...over], declared),
    'a path outside': episode([started, plan([{ action: 'file.read', params: { path: '/var/log/../../etc/passwd' } }]), starts, ...over], declared),
    'a host that is not listed': episode(
      [started, plan([{ action: 'http.get', params: { url: 'https://evil.example/' } }]), starts, ...over],
      declared,
    ),
    'a port that is not listed': episode(
      [started, plan([{ action: 'http.get', params: { url: 'https://api.example:8443/' } }]), starts, ...over],
      declared,
    ),
    'as the world saw it': episode([started, plan([...good, { action: 'shell.run' }]), called(1, 'file.read'), ...over], declared),
    'against its own constraints': episode([started, plan(good, { allowed_actions: ['process.*'] }), starts, ...over], declared),
    'longer than it may take': episode(
      [started, plan([{ ...good[0]!, timeout_seconds: 400 }], { max_duration_seconds: 300 }), starts, ...over],
      declared,
    ),
    'a network that it forbids itself': episode(
      [started, plan([{ action: 'http.get', params: { url: 'https://api.example/' } }], { network_access: false }), starts, ...over],
      declared,
    ),
    'checked after it began': episode([started, plan(good), starts, checked(true), ...over], declared),
    'refused by its own check': episode([started, plan(good), checked(false), starts, ...over], declared),
  },
  holds: {
    'a bad plan that does not start': episode([started, plan([{ action: 'shell.run' }]), checked(false), ...over], declared),
    'a good one after it': episode(
      [
        started,
        plan([{ action: 'shell.run' }]),
        checked(false),
        reports({ type: 'plan', plan_id: 'q', steps: good }),
        called(1, 'file.read'),
        ...over,
      ],
      declared,
    ),
  },
  silent: {
    'no scope': episode(usual),
    'no plan': episode(usual, declared),
    'a good plan': episode([started, plan(good), checked(true), starts, ...over], declared),
  },
};
