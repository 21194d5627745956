// What a setting costs: the same request to servers that differ in it, on one database, in turns.
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { inspector } from "./fill.mjs";
import { median, spread } from "./numbers.mjs";
import { wrk } from "./peak.mjs";
import { start, stop } from "./processes.mjs";
import { template } from "./request.mjs";
import { goals, rows } from "./rows.mjs";
import { Server, limits } from "./server.mjs";

// Short turns: what else the machine does, and how fast it happens to be, meets every variant alike.
const turn = 1; // second
/// Before each: what is only kept for a while, such as sessions and leases of limits, is known again.
const coming = 1; // second

const redis = Symbol("the URL of a Redis");
const { phone_number, password } = inspector;

// But that all these people share one address.
const asDelivered = { ...limits(undefined), KPA_LIMITS_USERS_PER_ADDRESS: "10000" };

/// The first variant of each is what the others are compared with.
export const comparisons = [
  {
    name: "read one, limits",
    request: rows[0].request,
    connections: 32,
    people: 2_000, // among whom the requests are spread, so that nobody comes near a limit
    goal: goals.limits,
    variants: {
      off: limits("off"),
      "off, with Redis": { ...limits("off"), REDIS_URL: redis },
      "in process": asDelivered,
      "in Redis": { ...asDelivered, REDIS_URL: redis },
    },
  },
  {
    name: "login, bcrypt of cost",
    request: { method: "POST", path: "/api/users/login", body: { phone_number, password } },
    connections: 3, // as many attempts on one account as are never slowed down
    variants: { 4: { KPA_AUTH_BCRYPT_COST: "4" }, 12: { KPA_AUTH_BCRYPT_COST: "12" } },
    without: withoutBcrypt,
  },
];

/// Each step of the cost doubles the time of bcrypt and nothing else, so two costs tell them apart.
function withoutBcrypt({ 4: little, 12: much }) {
  const rest = (field) => little[field] - ((much[field] - little[field]) * 2 ** 4) / (2 ** 12 - 2 ** 4);
  return { serverTime: rest("serverTime"), postgresTime: rest("postgresTime") };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function startRedis() {
  const port = await freePort();
  const args = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"];
  const child = start("redis-server", args.map(String), { stdio: "ignore" });
  return { child, url: `redis://127.0.0.1:${port}/0` };
}

/// Tokens of so many people who register for it; gives the file with a token in each line.
async function enrol(base, { kpa, place }, people) {
  const file = join(place, "tokens");
  const settings = { KPA_AUTH_BCRYPT_COST: "4" };
  const log = join(place, "server-enrol.log");
  const server = await Server.start({ kpa, dataDirectory: join(place, "variant"), log, database: base, settings });
  const tokens = [];
  for (let number = 0; number < people; ++number) {
    const phone_number = `+9198${String(20_000_000 + number)}`;
    const body = { phone_number, password, confirm_password: password, first_name: "Asha", last_name: "Rao" };
    tokens.push((await server.call("POST", "/api/users/register", { body })).access_token);
  }
  await server.stop();
  await base.sql("UPDATE users SET is_staff = true"); // who see the forms of others
  writeFileSync(file, `${tokens.join("\n")}\n`);
  return file;
}

/// Measures a comparison on the database of `base`, which has a token and the forms' ids.
export async function compareVariants(base, comparison, options) {
  const { name, request, connections, people, goal, variants, without } = comparison;
  const { kpa, rounds, seconds, warmUp, place, say } = options;
  const requestFile = join(place, `${name.replaceAll(/\W+/g, "-")}.http`);
  // A login that a token comes with would end the session of the token.
  writeFileSync(requestFile, template(request, people && "<<token>>"));
  const tokens = people && (await enrol(base, options, people));
  const cache = await startRedis();
  const servers = {};
  for (const [variant, settings] of Object.entries(variants)) {
    const own = Object.entries(settings).map(([key, value]) => [key, value === redis ? cache.url : value]);
    servers[variant] = await Server.start({
      kpa,
      dataDirectory: join(place, "variant"),
      log: join(place, `server-${variant.replaceAll(" ", "-")}.log`),
      database: base,
      settings: Object.fromEntries(own),
    });
    servers[variant].ids = base.ids;
  }
  // One by one first: a login with another cost hashes the password anew, which those beside it would trip over.
  const ready = async (server) => {
    if (request.body) await server.call(request.method, request.path, { body: request.body });
  };
  const measured = [];
  const turns = Math.ceil((rounds * seconds) / turn);
  const order = Object.entries(servers);
  for (let round = 0; round <= turns; ++round) {
    say(round ? `${name}: turn ${round} of ${turns}` : `${name}: warming up`);
    const result = {};
    for (const [variant, server] of order) {
      await ready(server);
      if (round) await wrk(server, requestFile, coming, { connections, tokens });
      result[variant] = await wrk(server, requestFile, round ? turn : warmUp, { connections, tokens });
    }
    if (round) measured.push(result);
    order.push(order.shift()); // who follows whom, and who comes first, says nothing then
  }
  for (const server of Object.values(servers)) await server.stop();
  await stop(cache.child);

  const [first] = Object.keys(variants);
  const of = (variant) => {
    const all = (field) => median(measured.map((round) => round[variant][field]));
    const against = (field) => spread(measured.map((round) => round[variant][field] / round[first][field]));
    return {
      rate: all("rate"),
      serverTime: all("serverTime"),
      postgresTime: all("postgresTime"),
      ratio: against("rate"),
      cost: against("serverTime"),
    };
  };
  const results = Object.fromEntries(Object.keys(variants).map((variant) => [variant, of(variant)]));
  return { name, goal, rounds: measured, variants: results, ...(without && { without: without(results) }) };
}
