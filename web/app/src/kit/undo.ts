import { useSyncExternalStore } from "react";

interface Offer {
  text: string;
  undo: () => Promise<void>;
}

const time = 10_000; // milliseconds in which one may think again
let offer: Offer | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

function become(next: Offer | undefined): void {
  clearTimeout(timer);
  offer = next;
  if (next) timer = setTimeout(() => become(undefined), time);
  for (const tell of watchers) tell();
}

/** Says what was done, with a button that undoes it: instead of asking before. */
export const offerUndo = (text: string, undo: () => Promise<void>) => become({ text, undo });
export const endOffer = () => become(undefined);

export const useOffer = (): Offer | undefined =>
  useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => offer,
  );
