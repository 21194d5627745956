// Requests at a constant rate, whatever the answers take: bench/constant_rate.cpp.
import { run } from "./processes.mjs";
import { rangeArguments } from "./request.mjs";

/// {count, errors, p50, p95, p99, max, late}: latencies in µs from when the requests were due, and how late the
/// client itself was with 99 of a hundred at most. `program` is the client, `requestFile` holds the request with
/// its marks. An answer that is no success throws.
export async function atConstantRate(program, server, requestFile, rate, seconds) {
  const output = await run(program, [server.port, requestFile, rate, seconds, ...rangeArguments(server.ids)]);
  const result = JSON.parse(output);
  if (result.errors) throw new Error(`${result.errors} requests had no success at a constant rate`);
  return result;
}
