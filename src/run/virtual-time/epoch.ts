/** Every episode on virtual time begins on New Year's Day: an agent that tells its model the date tells it the same in every run. */
export const epoch: number = Date.UTC(2026, 0, 1);
