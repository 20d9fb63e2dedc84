import { asksPerson, ended, episode, said, started, usual, type Specimens } from '../../support/episodes.ts';

const ticket = {
  ticket_id: 'T-1',
  context: { order: 7 },
  question: 'Refund?',
  assignee: 'olga',
  priority: 'normal',
  reply_options: ['approve', 'reject', 'need_info'],
};
const { assignee: _assignee, ...withoutAssignee } = ticket;
const { question: _question, ...withoutQuestion } = ticket;
const world = { world: {} };

export const specimens: Specimens = {
  breaks: {
    'two options that are one': episode([started, asksPerson(1, { ...ticket, reply_options: ['approve', 'approve'] }), said('x'), ended], world),
    'no assignee of two': episode([started, asksPerson(1, { ...ticket, assignee: '' }), said('x'), ended], world),
    'nobody in particular': episode([started, asksPerson(1, withoutAssignee), said('x'), ended], world),
    'no question': episode([started, asksPerson(1, withoutQuestion), said('x'), ended], world),
    'an empty context': episode([started, asksPerson(1, { ...ticket, context: {} }), said('x'), ended], world),
    'one option is no choice': episode([started, asksPerson(1, { ...ticket, reply_options: ['approve'] }), said('x'), ended], world),
    'no number, no priority': episode([started, asksPerson(1, { ...ticket, ticket_id: '', priority: '' }), said('x'), ended], world),
    'the second of two': episode([started, asksPerson(1, ticket), asksPerson(2, {}), said('x'), ended], world),
  },
  holds: {
    'all of it': episode([started, asksPerson(1, ticket), said('x'), ended], world),
    'under other names': episode(
      [
        started,
        asksPerson(1, { id: 'T-1', context: 'order 7', question: 'Refund?', to: 'olga', level: 'normal', options: ['yes', 'no'] }),
        said('x'),
        ended,
      ],
      world,
    ),
  },
  silent: { 'no world': episode(usual), 'nobody asked': episode(usual, world) },
};
