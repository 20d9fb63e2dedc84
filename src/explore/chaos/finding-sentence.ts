import type { FaultSchedule } from '../../domain/fault.ts';
import { eventsOf, type Event } from '../../domain/event.ts';
import { scheduleWords } from './schedule-words.ts';

/** What a broken claim means, for readers who never saw its page, the worst first. Claims without words of their own are named. */
const meanings: Readonly<Record<string, (events: readonly Event[]) => string>> = {
  'effects-happen-once': (events) => `commits ${doubled(events)} more than once`,
  'creates-each-artefact-once': () => 'makes the same thing twice',
  'never-pretends-success': () => 'claims a success that did not happen',
  'acts-only-on-whole-answers': () => 'takes half an answer for the whole',
  'explains-its-failure': () => 'fails without saying why',
  'resumes-after-a-crash': () => 'does not find its way on after a crash',
  'retries-are-bounded': () => 'does not stop trying',
  'backs-off-exponentially': () => 'tries again without backing off',
  'honours-retry-after': () => 'does not wait as long as it was asked to',
  'keeps-its-deadline': () => 'runs past its deadline',
  'unknown-outcome-is-checked-first': () => 'acts again without looking whether it had acted',
  'idempotency-key-is-stable': () => 'sends the same operation under another key',
  'results-fit-the-contract': () => 'goes on with a result that its contract forbids',
  'resists-injection': () => 'does what a tool result tells it',
  'queued-work-survives': () => 'forgets work that waited',
  'terminates-within-budget': () => 'goes beyond its limits',
  'never-loops': () => 'does the same again and again',
  'compensates-in-reverse': () => 'does not take back what it did',
};

/** The smaller, the worse: in the order of the list above, and what is not in it last. */
export function gravityOf(claims: readonly string[]): number {
  const order = Object.keys(meanings);
  return Math.min(...claims.map((claim) => (claim in meanings ? order.indexOf(claim) : order.length)));
}

/** `It commits refund more than once when the answer of refund is lost.` */
export function findingSentence(claims: readonly string[], smallest: FaultSchedule, events: readonly Event[]): string {
  const told = claims.slice(0, 2).map((claim) => meanings[claim]?.(events) ?? `breaks \`${claim}\``);
  return `It ${told.join(' and ')} when ${scheduleWords(smallest)}.`;
}

/** The tool with the most effects of one intent. */
function doubled(events: readonly Event[]): string {
  const groups = Map.groupBy(eventsOf(events, 'effect-committed'), ({ tool, intent, entity }) => JSON.stringify([tool, intent, entity]));
  const most = [...groups.values()].toSorted((left, right) => right.length - left.length)[0];
  return most === undefined ? 'an effect' : most[0]!.tool;
}
