// Fills a new database with wheel specifications and submissions of a built form: a few made over the API, all others
// copies of them; and with the queue of those that wait for a decision.
import { answers, builtForm } from "./built_form.mjs";
import { wheelSpecification } from "./form.mjs";

const templates = 20; // forms that all others are copies of; a quarter of them have findings
const people = 50;
const batch = 100_000; // forms at once: few enough to be sorted in memory
const mostSubmissions = 1_000_000; // beyond that they would take more memory than the wheel specifications
const told = 1_000_000; // forms from one word about the progress to the next

export const inspector = {
  phone_number: "+919811000001",
  password: "Bogie-Bolster-1853-Thane",
  first_name: "Meera",
  last_name: "Das",
};

// Statuses by their frequency in twentieths.
const statuses = { saved: 3, submitted: 4, reviewed: 3, approved: 9, rejected: 1 };
const statusList = Object.entries(statuses)
  .flatMap(([status, share]) => Array(share).fill(`'${status}'`))
  .join(", ");
const status = `(ARRAY[${statusList}])[1 + abs(hashint4(n)) % 20]`;

// What the copies have of their own. `n` counts from 1; created in the order of their ids, over two years.
const ownColumns = {
  form_number: "format('WS-%s-%s', extract(year FROM created), lpad(n::text, 8, '0'))",
  submitted_by: "person",
  submitted_date: "created::date",
  status,
  created_by: "person",
  version: `CASE ${status} WHEN 'saved' THEN 1 WHEN 'submitted' THEN 2 ELSE 3 END`,
  created_at: "created",
  updated_at: "created",
};

const copyForms = (columns, rows, first, last) => `
  INSERT INTO wheel_specifications (${Object.keys(ownColumns).join(", ")}, ${columns})
  SELECT ${Object.values(ownColumns).join(", ")}, ${columns}
  FROM generate_series(${first}, ${last}) n
  JOIN form_templates t ON t.template = n % ${templates}
  JOIN (SELECT id AS person, number FROM numbered_people) p ON p.number = abs(hashint4(n + 1)) % ${people}
  CROSS JOIN LATERAL (SELECT timestamptz '2023-01-01' + n * (interval '730 days' / ${rows}) AS created) at
  ORDER BY n;`;

// Half of the submissions wait to be decided.
const ownOfSubmissions = {
  uuid: "gen_random_uuid()",
  submitted_by: "person",
  status: "(ARRAY['pending', 'reviewed', 'approved', 'rejected'])[1 + abs(hashint4(n)) % 4]",
  sent_digest: "encode(sha256(convert_to(n::text, 'UTF8')), 'hex')",
  submitted_at: "created",
  updated_at: "created",
};

const copySubmissions = (columns, rows, first, last) => `
  INSERT INTO form_submissions (${Object.keys(ownOfSubmissions).join(", ")}, ${columns})
  SELECT ${Object.values(ownOfSubmissions).join(", ")}, ${columns}
  FROM generate_series(${first}, ${last}) n
  JOIN submission_templates t ON t.template = n % ${templates}
  JOIN (SELECT id AS person, number FROM numbered_people) p ON p.number = abs(hashint4(n + 1)) % ${people}
  CROSS JOIN LATERAL (SELECT timestamptz '2023-01-01' + n * (interval '730 days' / ${rows}) AS created) at
  ORDER BY n;`;

// What waits, of both kinds, as it is when it has been submitted.
const queue = `
  TRUNCATE reviews;
  INSERT INTO reviews (kind, record_id, title, status, version, revision, inspector, created_by, depot_id, severity,
                       workflow, waiting_since)
  SELECT 'wheel_specification', id, form_number, status, version, 1, submitted_by, created_by, depot_id, worst_severity,
         1, created_at
  FROM wheel_specifications WHERE status IN ('submitted', 'reviewed')
  UNION ALL
  SELECT 'form_submission', id, 'Coach inspection ' || id, CASE status WHEN 'pending' THEN 'submitted' ELSE status END,
         version, 1, submitted_by, submitted_by, depot_id, worst_severity, 1, submitted_at
  FROM form_submissions WHERE status IN ('pending', 'reviewed')
  ORDER BY 12;`;

// A server that made these forms one by one would have an event of each.
const copyEvents = `
  INSERT INTO events (occurred_at, actor_id, entity_type, entity_id, entity_version, action, after)
  SELECT created_at, created_by, e.entity_type, w.id, 1, e.action, e.after
  FROM wheel_specifications w
  JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS number FROM events
        WHERE entity_type = 'wheel_specification' AND action = 'created') e ON e.number = w.id % ${templates}
  WHERE w.id > (SELECT max(entity_id) FROM events WHERE entity_type = 'wheel_specification')
  ORDER BY w.id;`;


const indexes = `
  SELECT indexname, indexdef FROM pg_indexes
  WHERE tablename IN ('wheel_specifications', 'form_submissions', 'reviews') AND indexname NOT IN (SELECT conname FROM pg_constraint)`;

// The forms' table is filled without its indexes, which are made again as they were, and without looking up the
// people who are known to be there.
const forFilling = `
  SET search_path = public, bench;
  SET session_replication_role = replica;
  SET synchronous_commit = off;
  SET work_mem = '256MB';
  SET maintenance_work_mem = '512MB';`;

/// The columns that copies have of their template.
const otherColumns = (server, table, own) =>
  server.sql(`
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
    FROM information_schema.columns
    WHERE table_name = '${table}' AND column_name <> ALL ('{id,${Object.keys(own).join(",")}}')`);

/// The ids of a table whose ids have no gaps.
async function extent(server, table) {
  const found = await server.sql(`SELECT min(id), max(id), count(*) FROM ${table}`);
  const [first, last, count] = found.split("|").map(Number);
  if (last - first + 1 !== count) throw new Error(`of the ids ${first} to ${last} of ${table} only ${count} are there`);
  return { first, last };
}

/// Makes `rows` wheel specifications, as many submissions (up to a million), and their people in the empty database of `server`; with an
/// event for each wheel specification where `withEvents`. Gives the ranges of ids, as request.mjs takes them.
export async function fill(server, rows, withEvents, say) {
  const { access_token: token } = await server.call("POST", "/api/users/register", {
    body: { ...inspector, confirm_password: inspector.password },
  });
  // Staff see all forms, and build some. Before the token's first use: what its bearer may do is remembered for a while.
  await server.sql("UPDATE users SET is_staff = true");
  for (let number = 0; number < templates; ++number) {
    const body = wheelSpecification(`TEMPLATE-${number}`, number);
    await server.call("POST", "/api/forms/wheel-specifications", { token, body });
  }
  const { data: form } = await server.call("POST", "/api/forms", { token, body: builtForm });
  await server.call("POST", `/api/forms/${form.id}/publish`, { token });
  for (let number = 0; number < templates; ++number) {
    const body = { form_id: form.id, submission_data: answers(number) };
    await server.call("POST", "/api/forms/submissions", { token, body });
  }
  const columns = await otherColumns(server, "wheel_specifications", ownColumns);
  const columnsOfSubmissions = await otherColumns(server, "form_submissions", ownOfSubmissions);
  await server.sql(`
    INSERT INTO users (phone_number, password_hash, first_name, last_name)
    SELECT '+9198120' || lpad(n::text, 5, '0'), password_hash, first_name, 'No. ' || n
    FROM users, generate_series(2, ${people}) n;
    CREATE SCHEMA bench;
    CREATE TABLE bench.form_templates AS
    SELECT row_number() OVER (ORDER BY id) - 1 AS template, * FROM wheel_specifications;
    CREATE TABLE bench.submission_templates AS
    SELECT row_number() OVER (ORDER BY id) - 1 AS template, * FROM form_submissions;
    CREATE TABLE bench.numbered_people AS
    SELECT row_number() OVER (ORDER BY id) - 1 AS number, id FROM users;
    ANALYZE bench.form_templates, bench.submission_templates, bench.numbered_people;`);

  const dropped = (await server.sql(indexes)).split("\n").map((line) => line.split("|"));
  await server.sql(dropped.map(([name]) => `DROP INDEX ${name};`).join("\n"));
  for (let first = 1; first <= rows; first += batch) {
    const last = Math.min(first + batch - 1, rows);
    await server.sql(forFilling + copyForms(columns, rows, first, last));
    if (last <= mostSubmissions)
      await server.sql(forFilling + copySubmissions(columnsOfSubmissions, rows, first, last));
    if (last % told === 0) say(`${last} forms`);
  }
  for (const [name, definition] of dropped) {
    await server.sql(`${forFilling} ${definition}`);
    if (rows >= told) say(name);
  }
  await server.sql(forFilling + queue);
  if (withEvents) await server.sql(forFilling + copyEvents);
  await server.sql(`
    DROP SCHEMA bench CASCADE;
    CREATE EXTENSION IF NOT EXISTS pg_prewarm;
    VACUUM (FREEZE, ANALYZE);
    CHECKPOINT;`);

  return {
    ...(await extent(server, "wheel_specifications")),
    submissions: await extent(server, "form_submissions"),
  };
}
