import type { Behaviour } from '../behaviour.ts';
import { call, latest, offers, say, tell } from '../situation.ts';

/** Saves what it is told to note, looks up the day in question, and says both; it speaks while it reaches for a tool, as Claude does. */
export const notes: Behaviour = {
  name: 'notes',
  recognises: (situation) => offers(situation, 'save_note', 'search_notes'),
  decide(situation) {
    const { task } = situation;
    const content = /note(?: down)? that ([^.?]+)/i.exec(task)?.[1]?.trim();
    const day = /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/.exec(task)?.[0];
    if (content === undefined && day === undefined)
      return tell('What shall I note, or which day shall I look up? I would rather ask – a wrong note is worse than none.');

    const saved = latest(situation, 'save_note');
    if (content !== undefined && saved === undefined) return { text: 'I write that down first…', ...call('save_note', { text: content }) };
    if (saved?.error !== undefined) return tell(`I could not save the note: ${saved.error}.`);

    const found = latest(situation, 'search_notes');
    const kept = saved === undefined ? '' : `Noted as ${say(saved.result['note_id'])}. `;
    if (day === undefined) return tell(`${kept}You said: “${content}”.`);
    if (found === undefined) return { text: `Now what is there for ${day}…`, ...call('search_notes', { query: day }) };
    const matches = Array.isArray(found.result['notes']) ? found.result['notes'].map(say) : [];
    return tell(
      matches.length === 0
        ? `${kept}There is nothing for ${day} – it is free.`
        : `${kept}For ${day} I have: ${matches.map((note) => `“${note}”`).join(', ')}.`,
    );
  },
};
