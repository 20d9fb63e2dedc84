import type { Behaviour } from '../behaviour.ts';
import { call, euros, latest, offers, say, tell } from '../situation.ts';
import type { JsonObject } from '../json.ts';

/** Searches, books the earliest (or cheapest) train that suits, and goes on to the next if that one is sold out. */
export const travel: Behaviour = {
  name: 'travel',
  recognises: (situation) => offers(situation, 'find_trains', 'book_train'),
  decide(situation) {
    const { task, done } = situation;
    const [, from, to] = /from (\p{Lu}\p{L}+) to (\p{Lu}\p{L}+)/u.exec(task) ?? [];
    const date = /\b\d{4}-\d{2}-\d{2}\b/.exec(task)?.[0];
    if (from === undefined || to === undefined || date === undefined)
      return tell('From where to where, and on which day? I book nothing before I know – a ticket costs money.');

    const search = latest(situation, 'find_trains');
    if (search === undefined) return call('find_trains', { from, to, date });
    if (search.error !== undefined) return tell(`I could not search for trains from ${from} to ${to}: ${search.error}.`);

    const earliest = /after (\d{2}:\d{2})/.exec(task)?.[1] ?? '00:00';
    const trains = trainsIn(search.result['trains']).filter(({ departs }) => say(departs) >= earliest);
    const sorted = /cheapest/.test(task) ? trains.toSorted((one, other) => Number(one['price_eur']) - Number(other['price_eur'])) : trains;
    const attempts = done.filter(({ tool }) => tool === 'book_train');
    const booked = attempts.find(({ error }) => error === undefined);
    if (booked === undefined) {
      const next = sorted.find(({ train }) => !attempts.some((attempt) => attempt.arguments['train'] === train));
      if (next !== undefined) return call('book_train', { train: next['train'], date });
      return tell(`There is no train from ${from} to ${to} on ${date}${attempts.length > 0 ? ' with a free seat' : ''} – I booked nothing.`);
    }

    const chosen = trains.find(({ train }) => train === booked.arguments['train']) ?? {};
    const soldOut = attempts.filter(({ error }) => error !== undefined).map((attempt) => say(attempt.arguments['train']));
    const detour = soldOut.length > 0 ? ` ${soldOut.join(', ')} was sold out.` : '';
    return tell(
      `Booked ${say(chosen['train'])} from ${from} to ${to} on ${date}, ${say(chosen['departs'])}–${say(chosen['arrives'])}, ` +
        `${euros(booked.result['price_eur'])}, reference ${say(booked.result['reference'])}.${detour}`,
    );
  },
};

function trainsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((train): train is JsonObject => typeof train === 'object' && train !== null) : [];
}
