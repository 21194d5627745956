// How soon a server that is started on an existing database answers its first request: one form, with a
// token.
import { join } from "node:path";
import { spread } from "./numbers.mjs";
import { draw, filler, template } from "./request.mjs";
import { Server } from "./server.mjs";
import { send } from "./single.mjs";

/// ms from the start of the process to the answer, over `starts` starts; with `database` on that Server's
/// PostgreSQL, which is up, otherwise with an embedded one that is started too.
export async function firstAnswer({ kpa, dataDirectory, database, row, token, ids, starts, place }) {
  const fill = filler(template(row.request, token));
  const times = [];
  for (let attempt = 0; attempt < starts; ++attempt) {
    const server = await Server.start({ kpa, dataDirectory, log: join(place, "start.log"), database });
    await send(server.port, fill(draw(ids)));
    times.push(performance.now() - server.began);
    await server.stop();
  }
  return { times, ...spread(times) };
}
