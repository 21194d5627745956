/** One at a time of all windows: what sends somebody's queue, and what changes what is on its way. */
export const alone = <T>(person: number, work: () => Promise<T>): Promise<T> => navigator.locks.request(`kpa sync ${person}`, work) as Promise<T>;
