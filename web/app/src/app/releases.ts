import { useSyncExternalStore } from "react";

/** A newer release, loaded and waiting until it may take over. */
let waiting: ServiceWorker | undefined;
const watchers = new Set<() => void>();
function become(worker: ServiceWorker | undefined): void {
  waiting = worker;
  for (const tell of watchers) tell();
}

/** True when there is a newer release. It never takes over by itself, and is not offered while a form is open. */
export const useNewRelease = (): boolean =>
  useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => waiting !== undefined,
  );

/** Lets the newer release take over; the page is loaded anew. What is filled in is in the device's database, so nothing is lost. */
export function takeNewRelease(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting?.postMessage("take over");
}

const betweenLooks = 60 * 60_000; // milliseconds

/**
 * Keeps the app's files for times without a network. A new release waits until somebody takes it, or every page of the old one is
 * closed, so it never comes under somebody's hands.
 */
export function followReleases(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const watch = (registration: ServiceWorkerRegistration) => {
    const look = () => {
      // The first worker of all has nothing to replace.
      if (registration.waiting && navigator.serviceWorker.controller) become(registration.waiting);
    };
    look();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
    setInterval(() => void registration.update().catch(() => {}), betweenLooks);
    addEventListener("online", () => void registration.update().catch(() => {}));
  };
  navigator.serviceWorker.register("/sw.js").then(watch, () => {
    // The app works without; it just needs the network.
  });
}
