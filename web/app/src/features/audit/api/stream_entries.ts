import { useEffect, useState } from "react";

import type { components } from "#kit/api.ts";

const pause = 5000; // milliseconds before another try

/** How many entries were sealed since the page was opened, or since the last `forget`. Without a connection it stays as it is. */
export function useNewEntries(): { count: number; forget: () => void } {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let ended = false;
    let after: number | undefined;
    let socket: WebSocket | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listen = () => {
      const address = new URL("/api/events/stream", location.origin);
      address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
      if (after !== undefined) address.searchParams.set("after", String(after));
      socket = new WebSocket(address);
      socket.onmessage = ({ data }) => {
        const sealed = JSON.parse(String(data)) as components["schemas"]["SealedEvents"];
        after = sealed.after;
        if (sealed.events.length > 0) setCount((before) => before + sealed.events.length);
      };
      // 1008: no longer allowed to listen.
      socket.onclose = ({ code }) => {
        if (!ended && code !== 1008) timer = setTimeout(listen, pause);
      };
    };
    listen();
    return () => {
      ended = true;
      clearTimeout(timer);
      socket?.close();
    };
  }, []);
  return { count, forget: () => setCount(0) };
}
