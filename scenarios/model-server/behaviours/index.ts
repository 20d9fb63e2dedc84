import type { Behaviour } from '../behaviour.ts';
import { echo } from './echo.ts';
import { faq } from './faq.ts';
import { inventory } from './inventory.ts';
import { notes } from './notes.ts';
import { refund } from './refund.ts';
import { tickets } from './tickets.ts';
import { travel } from './travel.ts';
import { triage } from './triage.ts';
import { weather } from './weather.ts';

/** In the order they are asked; `echo` takes whatever is left. */
export const behaviours: readonly Behaviour[] = [refund, inventory, travel, tickets, triage, notes, weather, faq, echo];
