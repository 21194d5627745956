// What the audit log costs: nothing of a read, and of a change, besides its event, the event's seal.
import { metered } from "./peak.mjs";

const events = 50_000;

/// Waits until no event is without its seal.
export async function allSealed(server) {
  while ((await server.sql("SELECT EXISTS (SELECT FROM unsealed_events)")) === "t")
    await new Promise((next) => setTimeout(next, 200));
}

/// Processor time of sealing one event, in µs.
export function sealing(server, say) {
  say(`sealing ${events} events`);
  return metered(server, async () => {
    await server.sql(`
      INSERT INTO events (occurred_at, actor_id, entity_type, entity_id, entity_version, action, after)
      SELECT now(), actor_id, entity_type, entity_id, entity_version, action, after
      FROM events WHERE action = 'created' LIMIT ${events}`);
    const began = performance.now();
    await allSealed(server);
    return { count: events, rate: events / ((performance.now() - began) / 1000) };
  });
}

/// Runs `reads`, and throws where they wrote an event.
export async function withoutEvents(server, reads) {
  const count = () => server.sql("SELECT count(*) FROM events");
  const before = await count();
  const result = await reads();
  const after = await count();
  if (after !== before) throw new Error(`reads wrote ${after - before} events`);
  return result;
}
