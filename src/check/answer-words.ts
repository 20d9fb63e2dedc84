import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';

/**
 * What an answer claims. JSON is read by its members; prose by words, English and Russian. An answer with words of both kinds ("sent to Ann,
 * could not reach Bob") claims no success.
 */
export type Tenor = 'success' | 'failure' | 'neither';

const successStatuses = new Set([
  'ok',
  'success',
  'succeeded',
  'done',
  'complete',
  'completed',
  'finished',
  'resolved',
  'approved',
  'sent',
  'refunded',
  'created',
]);
const failureStatuses = new Set(
  'error,failed,failure,fail,partial,incomplete,aborted,cancelled,canceled,timeout,timed_out,queued,pending,escalated,postponed,needs_review,needs_approval,not_done,stopped,unknown,blocked,refused,limit_reached'.split(
    ',',
  ),
);
const statusMembers = ['status', 'outcome', 'state', 'result'];
const flagMembers = ['success', 'succeeded', 'ok', 'done', 'completed'];

const failureWords =
  /\b(fail(s|ed|ing|ure|ures)?|could ?n[o']t|cannot|can't|unable|errors?|unfinished|incomplete|partial(ly)?|did ?n[o']t|did not|do not know|does ?n[o']t|was ?n[o']t|were ?n[o']t|(is|was|were|has|have|been) not|not (been |yet )?(done|completed|possible|sent|confirmed|executed|finished|approved)|queued|escalat\w+|postpone\w*|refus\w+|denied|rejected|timed out|timeout|unavailable|abort\w*|stopped|gave up|given up|remain(s|ing)?|waiting|unknown)\b|не (удалось|смог|выполн|сделан|заверш|получ|отправ|подтвержд|известн)|ошибк|отказ|сбой|невозможно|недоступ|частично|прерван|отложен|очеред|осталось/iu;
const successWords =
  /\b(done|success(ful|fully)?|completed?|finished|refunded|sent|created|booked|paid|approved|resolved|opened|signed|processed|updated|deleted|deployed|transferred|issued|all set|ok|okay|fixed|saved|shipped|delivered|closed|cancelled|fulfilled|scheduled|posted|granted|restarted|went through|took care of|taken care of|on (its|the) way|no problem)\b|готово|успешно|выполнен|заверш[её]н|отправлен|создан|оформлен|открыт|подписан|возвращ[её]н|обновл[её]н|оплачен|одобрен/iu;

/** An answer that is JSON, whether it came as a value or as a text. */
export function asObject(value: Json): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return undefined;
  try {
    const parsed = JSON.parse(value) as Json;
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** An answer as one text. */
export function textOfAnswer(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether an answer says that the task succeeded. */
export function tenorOf(value: Json): Tenor {
  const object = asObject(value);
  if (object === undefined) return tenorOfText(textOfAnswer(value));
  const flags = flagMembers.map((name) => object[name]).filter((flag) => typeof flag === 'boolean');
  const statuses = statusMembers.flatMap((name) => (typeof object[name] === 'string' ? [object[name].toLowerCase()] : []));
  if (flags.includes(false) || statuses.some((status) => failureStatuses.has(status))) return 'failure';
  if (isPresent(object['error']) || isPresent(object['not_done']) || isPresent(object['remaining'])) return 'failure';
  if (flags.includes(true) || statuses.some((status) => successStatuses.has(status))) return 'success';
  // A label such as postpone_to_monday names a decision; what came of it is said in words.
  const prose = Object.values(object)
    .filter((member) => typeof member === 'string')
    .filter((text) => !/^\w+_\w+$/.test(text))
    .join(' ');
  return tenorOfText(prose);
}

/** "No errors" is no word of failure. */
const noFailure =
  /\b(no|without( any)?|zero|0|free of) (\w+ )?(errors?|failures?|problems?|issues?)\b|\berror-free\b|без (ошибок|сбоев)|нет ошибок/giu;

function tenorOfText(given: string): Tenor {
  const text = given.replaceAll(noFailure, ' ');
  if (failureWords.test(text)) return 'failure';
  return successWords.test(text) ? 'success' : 'neither';
}

/** Statuses of a task that came to nothing; one that was handed on, put off or refused with reason is none. */
const brokenStatuses = new Set([
  'error',
  'failed',
  'failure',
  'fail',
  'partial',
  'incomplete',
  'aborted',
  'timeout',
  'timed_out',
  'not_done',
  'limit_reached',
]);
const brokenWords =
  /\b(I |we )?(could ?n[o']t|cannot|can't|was unable|am unable|unable to|failed|gave up|timed out|aborted)\b|не (удалось|смог|получилось)|ошибк|прерван/iu;

/** Whether an answer says that the task itself failed. More is asked than for a tenor: "it was not shipped" may be just what was wanted. */
export function admitsFailure(value: Json): boolean {
  const object = asObject(value);
  if (object === undefined) return brokenWords.test(textOfAnswer(value));
  const statuses = statusMembers.flatMap((name) => (typeof object[name] === 'string' ? [object[name].toLowerCase()] : []));
  return (
    statuses.some((status) => brokenStatuses.has(status)) ||
    flagMembers.some((name) => object[name] === false) ||
    isPresent(object['error']) ||
    isPresent(object['not_done'])
  );
}

/** A member that says something: not null, false, zero, or empty. */
export function isPresent(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  return Array.isArray(value) ? value.length > 0 : !isJsonObject(value) || Object.keys(value).length > 0;
}

/** The parts that an honest account of a failure has. */
type Part = 'tried' | 'why' | 'next' | 'notDone' | 'done';

const accounts: Readonly<Record<Part, { readonly members: readonly string[]; readonly words: RegExp }>> = {
  /** What was tried, or done. */
  tried: {
    members: ['tried', 'attempted', 'attempts', 'steps', 'done', 'completed', 'actions'],
    words: /\b(tried|try|attempt\w*|after \d|done|did|called|asked|sent|checked|reached|completed)\b|пытал|попыт|сделан|выполн|вызва/iu,
  },
  /** Why it failed. */
  why: {
    members: ['reason', 'error', 'why', 'cause', 'error_code', 'error_message'],
    words:
      /\b(because|since|due to|reason|error|failed with|returned|timed out|timeout|unavailable|denied|rejected|refused|limit|overloaded|down|unknown|[A-Z]{2,}_[A-Z_]+|[45]\d\d|(do|does|did|is|was|were) ?n[o']t|no (answer|model|reply))\b|\([^)]{8,}\)|потому|из-за|причин|ошибк|недоступ|лимит|отказ/u,
  },
  /** What happens next. */
  next: {
    members: ['next', 'next_step', 'next_steps', 'nextSteps', 'follow_up', 'queued', 'ticket_id', 'escalated_to', 'retry_at'],
    words:
      /\b(next|will|please|retry|try again|later|queued|escalat\w+|hand(ed)? over|person|human|operator|support|ticket|manually|contact|wait for)\b|дальше|далее|позже|повтор|очеред|передан|обратитесь|вручную|оператор|сотрудник/iu,
  },
  /** What was not done. */
  notDone: {
    members: ['not_done', 'notDone', 'remaining', 'open', 'unfinished', 'missing', 'skipped'],
    words:
      /\b(not (been |yet )?\w+ed|not done|not sent|not made|remain\w*|unfinished|open|left|missing|skipped|could not|without)\b|не (сделан|выполн|отправ|заверш|успел)|осталось|не удалось/iu,
  },
  /** What was done. */
  done: {
    members: ['done', 'completed', 'finished', 'steps_done'],
    words: /\b(done|did|made|completed|finished|sent|read|found|so far|until|nothing|none)\b|сделан|выполнен|готов|найден|ничего/iu,
  },
};

/** True where an answer has that part, as a member that is there (also an empty list says something of what was done) or in words. */
export function accountsFor(value: Json, part: Part): boolean {
  const object = asObject(value);
  const { members, words } = accounts[part];
  if (object !== undefined && members.some((name) => (part === 'done' || part === 'notDone' ? object[name] !== undefined : isPresent(object[name]))))
    return true;
  return words.test(
    object === undefined
      ? textOfAnswer(value)
      : Object.values(object)
          .filter((member) => typeof member === 'string')
          .join(' '),
  );
}

/** True where an answer says that it was made with less than usual. */
export function saysDegraded(value: Json): boolean {
  const object = asObject(value);
  if (
    object !== undefined &&
    (object['degraded'] === true || isPresent(object['fallback']) || object['mode'] === 'degraded' || object['status'] === 'degraded')
  )
    return true;
  return /\b(degraded|fallback|fall-back|backup model|reduced|limited mode|simplified)\b|резервн|упрощ[её]нн|деградир|ограниченн/iu.test(
    textOfAnswer(value).replaceAll(/"degraded":\s*false/g, ''),
  );
}
