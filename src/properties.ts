/**
 * `rehearsal/properties`: what must hold for an agent whatever the model says, written beside a scenario and held by `rehearsal explore`.
 *
 * @example
 * // refund.properties.ts
 * import { property } from 'rehearsal/properties';
 * export const once = property('refunds each order once', ({ effects }) => {
 *   const orders = effects.filter(({ tool }) => tool === 'refund').map(({ arguments: { order_id } }) => order_id);
 *   return new Set(orders).size === orders.length;
 * });
 */
export { property, relation, type Held, type Property, type Relation } from './explore/property/property.ts';
export type { CallView, EffectView, EpisodeView } from './explore/property/episode-view.ts';
export { changedMember, reordered, same, scaled, withField } from './explore/property/changes.ts';
/** fast-check, in the version that draws the values of `given`. */
export * as fc from 'fast-check';
