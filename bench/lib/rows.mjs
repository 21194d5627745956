// What is measured: the rows of the table, and the goals. A request may hold <<id>> (of a wheel specification that
// exists), <<submission>> (of a submission), <<new>> (a form number that is not taken) and <<key>> (an idempotency key),
// drawn anew for each request.
import { answers } from "./built_form.mjs";
import { wheelSpecification } from "./form.mjs";

const forms = "/api/forms/wheel-specifications";

const create = { method: "POST", path: forms, body: wheelSpecification("<<new>>") };

/// `ratio`: the goal, as a part of pgbench's rate. `compared`: also measured on the large database.
/// `peers`: also measured against servers in other languages.
export const rows = [
  {
    name: "read one",
    ratio: 0.75,
    compared: true,
    peers: true,
    request: { method: "GET", path: `${forms}/<<id>>` },
  },
  {
    name: "list of 20 by status",
    ratio: 0.65,
    compared: true,
    peers: true,
    request: { method: "GET", path: `${forms}?status=Approved` },
  },
  {
    name: "review queue of 20",
    ratio: 0.65,
    compared: true,
    request: { method: "GET", path: "/api/reviews" },
  },
  {
    name: "create",
    ratio: 0.5,
    writes: true,
    request: { ...create, headers: { "Idempotency-Key": "<<key>>" } },
  },
  { name: "create without key", ratio: 0.5, writes: true, peers: true, request: create },
  {
    name: "submission of 20 fields read",
    ratio: 0.75,
    compared: true,
    request: { method: "GET", path: "/api/forms/submissions/<<submission>>" },
  },
  {
    name: "submission of 20 fields created",
    ratio: 0.5,
    writes: true,
    request: {
      method: "POST",
      path: "/api/forms/submissions",
      headers: { "Idempotency-Key": "<<key>>" },
      body: { form_id: 1, submission_data: answers() },
    },
  },
];

export const goals = {
  latency: 5, // ms, the 99th of a hundred at half of the peak
  memory: 100, // MiB of the server, resident, after the load
  firstAnswer: 300, // ms from start, on a PostgreSQL that is up
  slowdown: 1.3, // of the large database against the ordinary one
  exporting: 64, // MiB more than before, at any number of rows
  syncing: 1, // processor time of a form in a batch, server and PostgreSQL, against one that comes alone
  importing: 10, // s, from the sending of 10,000 people to the finished report
  limits: 1.1, // processor time of the server for a read with limits, against one without
};
