/// <reference lib="webworker" />
// Keeps the files of one release, so that the app opens without a network. Answers nothing of the API.
// plugins/service_worker.ts fills these two in.
declare const FILES: string[];
declare const VERSION: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const files = FILES;
const cacheName = `app-${VERSION}`;
const page = "/index.html";

worker.addEventListener("install", (event) => {
  const kept = caches.open(cacheName).then((cache) => cache.addAll([page, "/icon.svg", ...files]));
  event.waitUntil(kept);
});

worker.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith("app-") && name !== cacheName));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))));
});

// The page decides when the new release takes over: never under an open form.
worker.addEventListener("message", (event) => {
  if (event.data === "take over") void worker.skipWaiting();
});

const ofTheServer = /^\/(api|api-info|health|metrics)(\/|$)/;

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || ofTheServer.test(pathname)) return;
  const wanted = request.mode === "navigate" ? page : pathname;
  if (wanted !== page && wanted !== "/icon.svg" && !files.includes(wanted)) return;
  event.respondWith(caches.open(cacheName).then(async (cache) => (await cache.match(wanted)) ?? fetch(request)));
});
