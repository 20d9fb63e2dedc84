// One drawing of a history for all who show one: reports of runs may want it as well, so it stands where episodes are.
export { lanesOf } from '../../run/lanes.ts';
