// node patch_test.mjs <kpa>: fills every member of every record that can be patched, as the OpenAPI document describes it, and
// then changes one after the other: no patch changes a member that it does not name.
import assert from "node:assert/strict";
import test from "node:test";

import { startService } from "../support/service.mjs";
import { bodyWith, leavesOf, valueAt } from "./bodies.mjs";
import { Document } from "./document.mjs";
import { collection, filled, told } from "./walks.mjs";

const caller = { phone: "+919876543210", password: "securepass123" };
const fresh = told("fresh");
const fill = told("fill");
const records = told("records");
// What a change brings with it, anywhere in a record.
const follows = new Set(["version", "updated_at", "updatedAt", ...Object.values(told("follows")).flat()]);

/** What a record says, but for the member at `path` and for what follows from a change. */
function withoutMember(record, path) {
  const copy = JSON.parse(JSON.stringify(record, (name, value) => (follows.has(name) ? undefined : value)));
  if (path.length > 0) delete valueAt(copy, path.slice(0, -1))[path.at(-1)];
  return copy;
}

await test("patches", async (t) => {
  const service = await startService(process.argv[2]);
  try {
    const { access_token: token } = await service.superuser(caller.phone, caller.password);
    const document = new Document((await service.call("GET", "/api/openapi.json")).body);
    const operations = document.operations();
    const call = async (method, path, body) => {
      const answer = await service.call(method, path, { token, body });
      assert.ok(answer.status < 300, `${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${answer.text}`);
      return answer.body.data ?? answer.body;
    };
    const ids = {}; // collection → id of its record
    const recordIn = async (collection) => {
      const { body } = operations.find(({ method, path }) => method === "POST" && path === collection);
      if (ids[collection] === undefined) {
        const { id } = await call("POST", collection, { ...body, ...(await filled(fresh[collection] ?? {}, meaning)) });
        for (const step of records[collection]?.then ?? []) await call(...step.replace("{id}", id).split(" "));
        ids[collection] = id;
      }
      return ids[collection];
    };
    const { id: me } = await call("GET", "/api/users/profile");
    const { id: somebody } = await call("POST", "/api/users/users", { phone_number: "+919876543218", first_name: "Asha", last_name: "Rao" });
    const meaning = (name) => (name.startsWith("/") ? recordIn(name) : { owner: me, somebody }[name]);

    for (const operation of operations.filter(({ method }) => method === "PATCH"))
      await t.test(`${operation.name} changes nothing that it does not name`, async () => {
        const where = collection(operation);
        const path = operation.path.includes("{id}") ? `${where}/${await recordIn(where)}` : operation.path;
        const own = await filled(fill[where] ?? {}, meaning);
        const filling = ({ path: member, schema }) => own[member.at(-1)] ?? schema.examples?.[0] ?? schema.enum?.[0];
        const leaves = leavesOf(document, operation.bodySchema);
        const whole = bodyWith(leaves.map((leaf) => [leaf.path, filling(leaf)]));
        await call("PATCH", path, whole);
        const before = await call("GET", path);
        for (const { path: member } of leaves)
          assert.ok((valueAt(before, member) ?? null) !== null, `${member.join(".")} is lost, or has no example to fill it with`);

        for (const { path: member, schema } of leaves) {
          const clears = document.faultsOfValue(schema, null).length === 0;
          const changed = await call("PATCH", path, bodyWith([[member, clears ? null : valueAt(whole, member)]]));
          assert.deepEqual(withoutMember(changed, member), withoutMember(before, member), `after a change of ${member.join(".")}`);
          const restored = await call("PATCH", path, bodyWith([[member, valueAt(whole, member)]]));
          assert.deepEqual(withoutMember(restored, []), withoutMember(before, []), `after ${member.join(".")} was put back`);
        }
      });
  } finally {
    await service.stop();
  }
});
