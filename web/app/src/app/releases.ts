/**
 * Keeps the app's files for times without a network. A new release waits until every page of the old one is closed, so it
 * never comes under somebody's hands; where nothing is typed yet, on the pages before a login, it takes over at once.
 */
export function followReleases(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.register("/sw.js").catch(() => {
    // The app works without; it just needs the network.
  });
}
