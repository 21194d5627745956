// Whether a peer does the same: its answers and the rows that it writes, compared with the server's.
import { draw, filler, template } from "./request.mjs";
import { send } from "./single.mjs";
import { wheelSpecification } from "./form.mjs";

const samples = 100; // requests of a row that only reads: enough to meet what few forms have

// Peers give no cursors.
const notAnswered = ["pagination.next_cursor"];
// What two creates cannot have in common.
const ofItsOwn = ["data.id", "data.formNumber", "data.createdAt", "data.updatedAt"];

/// The paths, such as `data.fields.wheelGauge`, at which two values of JSON differ, but those in `leftOut`.
export function differences(one, other, leftOut = [], path = "") {
  if (leftOut.includes(path) || one === other) return [];
  const isObject = (value) => typeof value === "object" && value !== null;
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return [path];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) =>
    differences(one[name], other[name], leftOut, path ? `${path}.${name}` : name),
  );
}

/// Throws, naming the paths, where two values differ.
function demandSame(what, ours, theirs, leftOut) {
  const found = differences(ours, theirs, leftOut);
  if (found.length) throw new Error(`${what} differs at ${found.slice(0, 5).join(", ")}`);
}

/// Throws where the peer's answers to the row's request are not the server's; `marked` is the request with its
/// marks.
async function compareReads(server, peer, marked) {
  const fill = filler(marked);
  for (let sample = 0; sample < samples; ++sample) {
    const request = fill(draw(server.ids));
    const [ours, theirs] = [await send(server.port, request), await send(peer.port, request)];
    if (theirs.status !== ours.status) throw new Error(`the answer has status ${theirs.status}`);
    demandSame("the answer", JSON.parse(ours.body), JSON.parse(theirs.body), notAnswered);
  }
}

/// What is stored of a form, with its event, but what two forms cannot have in common.
async function stored(server, id) {
  const text = await server.sql(`
    SELECT json_build_object(
      'form', (SELECT to_jsonb(f) - '{id,form_number,created_at,updated_at}'::text[]
               FROM wheel_specifications f WHERE id = ${id}),
      'events', (SELECT jsonb_agg(to_jsonb(e) - '{id,occurred_at,entity_id,request_id}'::text[]
                                  #- '{after,formNumber}')
                 FROM events e WHERE entity_type = 'wheel_specification' AND entity_id = ${id}))`);
  return JSON.parse(text);
}

/// The same of a row that creates; also throws where the peer takes a form that the server refuses.
async function compareCreates(server, peer, { request, marked }) {
  const fill = filler(marked);
  const [ours, theirs] = [
    await send(server.port, fill(draw(server.ids))),
    await send(peer.port, fill(draw(server.ids))),
  ].map(({ status, body }) => ({ status, body: JSON.parse(body) }));
  if (theirs.status !== ours.status) throw new Error(`the answer has status ${theirs.status}`);
  demandSame("the answer", ours.body, theirs.body, ofItsOwn);
  const written = await stored(server, ours.body.data.id);
  demandSame("what it stores", written, await stored(server, theirs.body.data.id));
  for (const change of refused) {
    const body = wheelSpecification("REFUSED");
    change(body);
    const answered = await send(peer.port, template({ ...request, body })).catch(({ message }) => message);
    if (typeof answered !== "string") throw new Error(`it takes ${JSON.stringify(body)}`);
    if (!/^answered 4\d\d/.test(answered)) throw new Error(`it does not refuse a form, but ${answered}`);
  }
}

// What makes a form one that is refused.
const refused = [
  (form) => (form.fields.wheelGauge = "wide"),
  (form) => (form.fields.wheelDiscWidth = "127 (4-0)"),
  (form) => (form.fields.rootRadius = "1.2345"),
  (form) => (form.fields.surely = "unknown"),
  (form) => delete form.fields.condemningDia,
  (form) => (form.formNumber = "no spaces"),
  (form) => (form.submittedDate = "2999-01-01"),
];

export const compareAnswers = (server, peer, row, marked) =>
  row.writes
    ? compareCreates(server, peer, { request: row.request, marked })
    : compareReads(server, peer, marked);
