// The railway of the travel clerk, simulated: the same answers as its own timetable, over the state of the world.

interface Train {
  readonly train: string;
  readonly departs: string;
  readonly arrives: string;
  readonly price_eur: number;
  readonly soldOut?: boolean;
}

interface Arguments {
  readonly from: string;
  readonly to: string;
  readonly date: string;
  readonly train: string;
}

interface World {
  readonly state: { readonly trains: readonly Train[]; readonly bookings: Record<string, number> };
}

const refused = (code: string, message: string): object => ({ status: 'permanent_error', error_code: code, error_message: message });

export const tools = {
  find_trains({ date }: Arguments, { state }: World): object {
    return { date, trains: state.trains.map(({ train, departs, arrives, price_eur }) => ({ train, departs, arrives, price_eur })) };
  },

  book_train({ train, date }: Arguments, { state }: World): object {
    const found = state.trains.find((one) => one.train === train);
    if (found === undefined) return refused('UNKNOWN_TRAIN', `there is no train ${train}`);
    if (found.soldOut === true) return refused('SOLD_OUT', `${train} is sold out on ${date}`);
    state.bookings[`${train} ${date}`] = (state.bookings[`${train} ${date}`] ?? 0) + 1;
    return { reference: `BK-${train.replace(' ', '')}-${date.replaceAll('-', '')}`, train, date, price_eur: found.price_eur };
  },
};
