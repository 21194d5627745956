// peer: three endpoints of the service, on its tables; see bench/README.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Fastify from "fastify";
import pg from "pg";
import { readMeasurement } from "./measurement.js";
import { many, names, newForm, one } from "./schemas.js";

const { PEER_SOCKET, PEER_CONNECTIONS, PEER_STATEMENTS, PEER_USER } = process.env;
const person = Number(PEER_USER);
const [mostCounted, perPage] = [10_000, 20];
const statuses = ["saved", "submitted", "reviewed", "approved", "rejected"];

const { INT8, DATE, TIMESTAMPTZ } = pg.types.builtins;
pg.types.setTypeParser(INT8, Number);
pg.types.setTypeParser(DATE, (text) => text);
// A Date of JavaScript has no microseconds. `2023-01-01 07:32:00.96+00`, the session being in UTC.
pg.types.setTypeParser(TIMESTAMPTZ, (text) => {
  const [day, time] = [text.slice(0, 10), text.slice(11, text.indexOf("+"))];
  return `${day}T${time.length === 8 ? time : time.padEnd(15, "0")}Z`;
});
const pool = new pg.Pool({
  host: PEER_SOCKET,
  user: "kpa",
  database: "kpa",
  max: Number(PEER_CONNECTIONS),
  idleTimeoutMillis: 0, // kept open between the turns, as the other peers' are
  options: "-c timezone=UTC",
});

/** A function that runs the statement, prepared once in each connection, and gives its rows. */
function statement(name) {
  const text = readFileSync(join(PEER_STATEMENTS, `${name}.sql`), "utf8");
  return async (values) => (await pool.query({ name, text, values })).rows;
}
const [read, list, create] = ["read", "list", "create"].map(statement);

const answered = (row) => ({
  id: row.id,
  formNumber: row.form_number,
  submittedBy: row.submitted_by,
  submittedDate: row.submitted_date,
  depotId: row.depot_id,
  status: row.status[0].toUpperCase() + row.status.slice(1),
  findings: row.findings,
  worstSeverity: row.worst_severity,
  createdBy: row.created_by,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  stockType: row.stock_type,
  ruleSetVersion: row.rule_set_version,
  fields: {
    treadDiameterNew: row.tread_diameter_new,
    lastShopIssueSize: row.last_shop_issue_size,
    condemningDia: row.condemning_dia,
    wheelGauge: row.wheel_gauge,
    variationSameAxle: row.variation_same_axle,
    variationSameBogie: row.variation_same_bogie,
    variationSameCoach: row.variation_same_coach,
    wheelProfile: row.wheel_profile,
    intermediateWWP: row.intermediate_wwp,
    bearingSeatDiameter: row.bearing_seat_diameter,
    rollerBearingOuterDia: row.roller_bearing_outer_dia,
    rollerBearingBoreDia: row.roller_bearing_bore_dia,
    rollerBearingWidth: row.roller_bearing_width,
    axleBoxHousingBoreDia: row.axle_box_housing_bore_dia,
    wheelDiscWidth: row.wheel_disc_width,
    flangeHeight: row.flange_height,
    rootRadius: row.root_radius,
  },
});

const server = Fastify({ ajv: { customOptions: { removeAdditional: false, allErrors: true } } });

function refuse(reply, status, errors) {
  return reply.code(status).send({ success: false, errors });
}

server.setErrorHandler((error, request, reply) => {
  if (error.validation) {
    const errors = error.validation.map(({ instancePath, message }) => [instancePath, message]);
    return refuse(reply, 422, Object.fromEntries(errors));
  }
  if (error.statusCode < 500) return refuse(reply, error.statusCode, {});
  console.error(error);
  return refuse(reply, 500, {});
});

const path = "/api/forms/wheel-specifications";
const integerId = { type: "object", properties: { id: { type: "integer" } } };

server.get(`${path}/:id`, { schema: { params: integerId, response: { 200: one } } }, async (request, reply) => {
  const [row] = await read([request.params.id]);
  if (!row) return refuse(reply, 404, {});
  return { success: true, message: "Wheel specification fetched successfully.", data: answered(row) };
});

server.get(path, { schema: { response: { 200: many } } }, async (request, reply) => {
  const status = request.query.status?.toLowerCase();
  if (!statuses.includes(status)) return refuse(reply, 422, { status: "no such status" });
  const rows = await list([status]);
  const counted = rows[0]?.total ?? 0;
  const total = Math.min(counted, mostCounted);
  return {
    success: true,
    message: "Filtered wheel specifications fetched successfully.",
    data: rows.map(answered),
    pagination: {
      page: 1,
      per_page: perPage,
      total,
      pages: Math.ceil(total / perPage),
      total_is_exact: counted <= mostCounted,
    },
  };
});

server.post(path, { schema: { body: newForm, response: { 201: one } } }, async (request, reply) => {
  const { formNumber, submittedDate, fields } = request.body;
  const errors = {};
  if (submittedDate < "1950-01-01" || submittedDate > new Date().toISOString().slice(0, 10))
    errors.submittedDate = "not before 1950 and not in the future";
  const [complete, measurements] = [{}, []];
  for (const name of names) {
    const text = fields[name] ?? null;
    const sizes = text === null ? { nominal: null, low: null, high: null } : readMeasurement(text);
    complete[name] = text;
    if (sizes) measurements.push(text, sizes.nominal, sizes.low, sizes.high);
    else errors[`fields.${name}`] = "write it like 915 (900-1000) or 20 TO 28";
  }
  if (Object.keys(errors).length) return refuse(reply, 422, errors);
  const kept = { formNumber, submittedBy: person, submittedDate, stockType: "ICF", fields: complete };
  const [row] = await create([person, formNumber, submittedDate, JSON.stringify(kept), ...measurements]);
  if (!row) return refuse(reply, 422, { formNumber: "in use already" });
  reply.code(201);
  return { success: true, message: "Wheel specification submitted successfully.", data: answered(row) };
});

console.log(`is ready at ${await server.listen({ host: "127.0.0.1", port: 0 })}`);
