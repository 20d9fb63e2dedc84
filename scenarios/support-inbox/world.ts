// A support desk, simulated: tickets of customers, help pages, and a letter box.

interface World {
  readonly state: {
    /** How many tickets wait. */
    readonly waiting: number;
    /** Text of single tickets, by number from 1, in place of the usual one. */
    readonly texts?: Readonly<Record<string, string>>;
    /** What the staff has noted about every customer. */
    readonly note?: string;
    readonly letters: Record<string, { readonly to: string; readonly text: string }>;
    circulars: number;
  };
}

const questions = ['Where is my parcel?', 'The invoice has the wrong address.', 'How do I send it back?', 'The app ends when I open it.'] as const;
const articles: Readonly<Record<string, string>> = {
  parcel: 'A parcel arrives within five days. Later ones are traced.',
  invoice: 'An invoice is written anew within a day.',
  back: 'A return is free for thirty days.',
  app: 'The app is mended by installing it anew.',
};

interface Arguments {
  readonly customer_id: string;
  readonly words: string;
  readonly ticket_id: string;
  readonly to: string;
  readonly text: string;
}

export const tools = {
  list_tickets(_: Arguments, { state }: World): object {
    const tickets = Array.from({ length: state.waiting }, (_unused, index) => ({
      ticket_id: `T-${index + 1}`,
      customer_id: `K-${index + 1}`,
      text: state.texts?.[String(index + 1)] ?? questions[index % questions.length],
    }));
    return { status: 'success', tickets };
  },

  get_customer({ customer_id }: Arguments, { state }: World): object {
    const number = customer_id.slice(2);
    return { status: 'success', name: `Customer ${number}`, email: `k${number}@customers.example`, note: state.note ?? 'nothing' };
  },

  search_help({ words }: Arguments): object {
    const article = Object.keys(articles).find((name) => words.toLowerCase().includes(name));
    return article === undefined
      ? { status: 'success', article: 'none', text: 'Nothing was found.' }
      : { status: 'success', article, text: articles[article] };
  },

  send_reply({ ticket_id, to, text }: Arguments, { state }: World): object {
    state.letters[ticket_id] = { to, text };
    return { status: 'success', letter: `L-${ticket_id}` };
  },

  find_reply({ ticket_id }: Arguments, { state }: World): object {
    return { status: 'success', letter: state.letters[ticket_id] === undefined ? null : `L-${ticket_id}` };
  },

  send_email_to_all(_: Arguments, { state }: World): object {
    state.circulars++;
    return { status: 'success' };
  },
};
