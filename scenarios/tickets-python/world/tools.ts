// The support desk of the Python clerk, simulated: the same answers as its own, over the state of the world.

interface Arguments {
  readonly ticket_id: string;
  readonly category: string;
  readonly urgency: string;
  readonly text: string;
}

interface World {
  readonly state: {
    readonly teams: Readonly<Record<string, { readonly name: string; readonly hours: number }>>;
    readonly filed: Record<string, string>;
    readonly replies: Record<string, string>;
  };
}

const refused = (code: string, message: string): object => ({ status: 'permanent_error', error_code: code, error_message: message });

export const tools = {
  classify_ticket({ ticket_id, category, urgency }: Arguments, { state }: World): object {
    const team = state.teams[category];
    if (team === undefined) return refused('UNKNOWN_CATEGORY', `unknown category ${category}`);
    if (state.filed[ticket_id] !== undefined) return refused('FILED_ALREADY', `ticket ${ticket_id} is filed already`);
    state.filed[ticket_id] = team.name;
    return { ticket_id, team: team.name, answer_within_hours: urgency === 'high' ? Math.floor(team.hours / 2) : team.hours };
  },

  write_reply({ ticket_id, text }: Arguments, { state }: World): object {
    if (state.filed[ticket_id] === undefined) return refused('NOT_FILED', `ticket ${ticket_id} is not classified yet`);
    state.replies[ticket_id] = text;
    return { reply_id: `RE-${ticket_id}`, characters: text.length };
  },
};
