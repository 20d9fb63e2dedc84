import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';

export interface Notebook {
  readonly tools: Anthropic.Tool[];
  /** Runs one tool; a mistake of the model comes back as `error`, so that the model can correct it. */
  call(name: string, input: unknown): Readonly<Record<string, unknown>>;
}

const SaveNote = z.object({ text: z.string().min(1) });
const SearchNotes = z.object({ query: z.string().min(1) });

export function openNotebook(): Notebook {
  const notes = ['Dentist on Thursday at 09:30', 'Call Zoë on Friday', 'Thursday: café with Jan'];
  return {
    tools: [
      {
        name: 'save_note',
        description: 'Keeps one note.',
        input_schema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
      },
      {
        name: 'search_notes',
        description: 'The earlier notes that contain a word.',
        input_schema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
      },
    ],
    call(name, input) {
      if (name === 'save_note') {
        const { success, data } = SaveNote.safeParse(input);
        return success ? { note_id: `N-${notes.push(data.text)}` } : { error: 'save_note wants a text' };
      }
      if (name === 'search_notes') {
        const { success, data } = SearchNotes.safeParse(input);
        return success
          ? { notes: notes.filter((note) => note.toLowerCase().includes(data.query.toLowerCase())) }
          : { error: 'search_notes wants a query' };
      }
      return { error: `there is no tool ${name}` };
    },
  };
}
