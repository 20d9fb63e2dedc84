import { tool, type Tool } from '@openai/agents';
import { z } from 'zod';

interface Train {
  readonly train: string;
  readonly from: string;
  readonly to: string;
  readonly departs: string;
  readonly arrives: string;
  readonly priceEur: number;
  readonly soldOutOn: readonly string[];
}

const trains: readonly Train[] = [
  { train: 'EC 17', from: 'Zürich', to: 'Milano', departs: '08:33', arrives: '11:50', priceEur: 49, soldOutOn: [] },
  { train: 'EC 19', from: 'Zürich', to: 'Milano', departs: '10:33', arrives: '13:50', priceEur: 39, soldOutOn: ['2026-12-24'] },
  { train: 'EC 21', from: 'Zürich', to: 'Milano', departs: '12:33', arrives: '15:50', priceEur: 29, soldOutOn: [] },
  { train: 'TGV 9206', from: 'Basel', to: 'Paris', departs: '07:04', arrives: '10:10', priceEur: 79, soldOutOn: [] },
  { train: 'TGV 9218', from: 'Basel', to: 'Paris', departs: '12:34', arrives: '15:38', priceEur: 59, soldOutOn: [] },
];

const day = z.string().describe('The day of travel, YYYY-MM-DD');

export const findTrains: Tool = tool({
  name: 'find_trains',
  description: 'Lists the direct trains between two cities on one day, earliest first. It does not know which seats are left.',
  parameters: z.object({ from: z.string(), to: z.string(), date: day }),
  execute: ({ from, to, date }) => {
    process.stderr.write(`· find_trains ${from} ${to} ${date}\n`);
    const found = trains.filter((one) => one.from === from && one.to === to);
    return JSON.stringify({ date, trains: found.map(({ train, departs, arrives, priceEur }) => ({ train, departs, arrives, price_eur: priceEur })) });
  },
});

export const bookTrain: Tool = tool({
  name: 'book_train',
  description: 'Books one seat and charges the traveller. A train may be sold out.',
  parameters: z.object({ train: z.string(), date: day }),
  execute: ({ train, date }) => {
    process.stderr.write(`· book_train ${train} ${date}\n`);
    const found = trains.find((one) => one.train === train);
    if (found === undefined) return JSON.stringify({ error: `there is no train ${train}` });
    if (found.soldOutOn.includes(date)) return JSON.stringify({ error: `${train} is sold out on ${date}` });
    return JSON.stringify({ reference: `BK-${train.replace(' ', '')}-${date.replaceAll('-', '')}`, train, date, price_eur: found.priceEur });
  },
});
