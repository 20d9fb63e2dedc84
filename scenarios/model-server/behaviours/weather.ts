import type { Behaviour } from '../behaviour.ts';
import { offers, say, tell, type Done } from '../situation.ts';

/** Asks for every city the user names, all at once, and compares. */
export const weather: Behaviour = {
  name: 'weather',
  recognises: (situation) => offers(situation, 'get_forecast'),
  decide({ task, done }) {
    const day = /\b(today|tomorrow)\b/i.exec(task)?.[1]?.toLowerCase() ?? 'today';
    const cities = [...new Set([...task.matchAll(/(?:\bin|\bor|\band|,) (\p{Lu}\p{L}+)/gu)].map(([, city = '']) => city))];
    if (cities.length === 0) return tell('For which city? I do not guess where you are – you might get wet.');

    const about = (city: string): Done | undefined => done.findLast((step) => step.arguments['city'] === city);
    const unknown = cities.filter((city) => about(city) === undefined);
    if (unknown.length > 0) return { calls: unknown.map((city) => ({ name: 'get_forecast', arguments: { city, day } })) };

    const sentences = cities.map((city) => {
      const { result, error } = about(city) ?? {};
      if (error !== undefined) return `I have no forecast for ${city} (${error}).`;
      const rain = Number(result?.['rain_percent']);
      return `${city} ${day}: ${say(result?.['sky'])}, ${say(result?.['high_celsius'])} °C, ${rain} % rain – ${rain >= 50 ? 'take an umbrella' : 'no umbrella needed'}.`;
    });
    return tell(sentences.join(' '));
  },
};
