// node examples_test.mjs <kpa>: sends the reference's printed requests with curl, and compares what is answered.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { promisify } from "node:util";

import { startService } from "../support/service.mjs";

/** The examples of a file: name → {method, path, headers, body, response}. */
async function read(file) {
  const [, ...blocks] = (await readFile(new URL(file, import.meta.url), "utf8")).split(/^### /m);
  return Object.fromEntries(blocks.map((block) => {
    const [request, response] = block.split("# Response:\n");
    const [name, target, ...lines] = request.trim().split("\n");
    const [method, path] = target.split(" ");
    const start = [...lines, "{"].findIndex((line) => line.startsWith("{"));
    const [headers, body] = [lines.slice(0, start), lines.slice(start).join("\n")];
    return [name, { method, path, headers, body, response: response && JSON.parse(response) }];
  }));
}

/** Sends an example as it is printed. */
async function curl(base, { method, path, headers, body }, token) {
  const fields = headers.map((line) => line.replace("<token>", token));
  if (body) fields.push("Content-Type: application/json");
  const options = [...fields.flatMap((field) => ["--header", field]), ...(body ? ["--data-binary", body] : [])];
  const form = ["--silent", "--show-error", "--write-out", "\n%{http_code}", "--request", method];
  const { stdout } = await promisify(execFile)("curl", [...form, ...options, base + path]);
  const end = stdout.lastIndexOf("\n");
  return { status: Number(stdout.slice(end)), body: JSON.parse(stdout.slice(0, end)) };
}

/** Of `value` the members that `model` has, at every depth: answers also have what was left out of the request. */
function asFarAs(model, value) {
  if (model === null || typeof model !== "object" || Array.isArray(model)) return value;
  return Object.fromEntries(Object.entries(model).map(([member, inner]) => [member, asFarAs(inner, value?.[member])]));
}

await test("the reference's examples", async (t) => {
  const examples = await read("reference.http");
  const service = await startService(process.argv[2]);

  /** Registers the person whom an example names by this number, which is their employee id. */
  const enrol = async (number) => {
    const phone = `+919876543${number}`;
    const token = await service.register(phone);
    await service.sql(`UPDATE users SET employee_id = '${number}' WHERE phone_number = '${phone}'`);
    return { token, id: (await service.call("GET", "/api/users/profile", { token })).body.id };
  };

  /** Sends a form's example for `person`: the answer has all of it, with the person's id for their number. */
  const submits = async (name, person, byMember, message) => {
    const sent = JSON.parse(examples[name].body);
    const answer = await curl(service.base, examples[name], person.token);
    assert.deepEqual([answer.status, answer.body.success, answer.body.message], [201, true, message]);
    assert.ok(Number.isInteger(answer.body.data.id));
    const expected = { ...sent, [byMember]: person.id, status: "Saved" };
    assert.deepEqual(asFarAs(expected, answer.body.data), expected);
  };

  try {
    const engineer = await enrol("123");
    const inspector = await enrol("456");

    await t.test("a registration answers tokens", async () => {
      const { response } = examples.register;
      const { status, body } = await curl(service.base, examples.register);
      assert.equal(status, 201);
      assert.deepEqual(Object.keys(body), Object.keys(response));
      assert.deepEqual([body.token_type, body.expires_in], [response.token_type, response.expires_in]);
      assert.match(body.access_token, /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
      const { status: known } = await service.call("GET", "/api/users/profile", { token: body.access_token });
      assert.equal(known, 200);
    });

    await t.test("a wheel specification is kept as it was sent", () =>
      submits("wheel specification", engineer, "submittedBy", "Wheel specification submitted successfully."));

    await t.test("a bogie checksheet is kept as it was sent", () =>
      submits("bogie checksheet", inspector, "inspectionBy", "Bogie checksheet submitted successfully."));

    await t.test("filters find the form", async () => {
      const { status, body } = await curl(service.base, examples["wheel specifications filtered"], engineer.token);
      assert.deepEqual([status, body.message], [200, "Filtered wheel specifications fetched successfully."]);
      assert.deepEqual(body.data.map(({ formNumber }) => formNumber), ["WS-2024-001"]);
    });

    await t.test("filters find nothing that is not submitted yet", async () => {
      const { status, body } = await curl(service.base, examples["bogie checksheets filtered"], inspector.token);
      assert.deepEqual([status, body.message], [200, "Filtered bogie checksheets fetched successfully."]);
      assert.deepEqual(body.data, []);
    });
  } finally {
    await service.stop();
  }
});
