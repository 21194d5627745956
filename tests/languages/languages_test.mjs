// node languages_test.mjs <kpa>: each kind of error that a client can meet, in each language. (The contract test asks every
// operation in one of them; catalogues_test.mjs proves that the others have the same texts.)
import assert from "node:assert/strict";
import test from "node:test";

import { startService } from "../support/service.mjs";
import { foreignTexts, isIn, languages } from "./texts.mjs";

const wheels = "/api/forms/wheel-specifications";
const measurements = {
  treadDiameterNew: "915 (900-1000)", lastShopIssueSize: "837 (800-900)", condemningDia: "825 (800-900)",
  wheelGauge: "1603", variationSameAxle: "0.6", variationSameBogie: "5 (1-9)", variationSameCoach: "20 (0-13)",
  wheelProfile: "16 Rim", intermediateWWP: "20 TO 28", bearingSeatDiameter: "130.043 TO 130.068",
  rollerBearingOuterDia: "280 (+0.0/-0.035)", rollerBearingBoreDia: "130 (+0.0/-0.025)", rollerBearingWidth: "93 (+0/-0.250)",
  axleBoxHousingBoreDia: "280 (+0.030/+0.052)", wheelDiscWidth: "127 (+4/-0)", flangeHeight: "35", rootRadius: "14",
};
const form = (change = {}) =>
  ({ submittedDate: "2024-01-15", fields: { ...measurements, ...change } });
const conditions = {
  inspectionDate: "2024-01-15",
  bogieDetails: { bogieNo: "B-1", makerYearBuilt: "RCF/2020", incomingDivAndDate: "NR/31-02-2024", dateOfIOH: "2019-06-15" },
  bogieChecksheet: { bogieFrameCondition: "Cracked", bolster: "Poor", bolsterSuspensionBracket: "Bent",
                     lowerSpringSeat: "Overaged", axleGuide: "Misaligned", sideBearer: "Corroded" },
  bmbcChecksheet: { cylinderBody: "DAMAGED", pistonTrunnion: "WORN OUT", adjustingTube: "GOOD", plungerSpring: "FAIR" },
};
const registration = {
  phone_number: "12", password: "meera", confirm_password: "das", first_name: "Meera", last_name: " ", email: "nobody",
};

await test("languages", async (t) => {
  const service = await startService(process.argv[2], { KPA_LIMITS_EXPORTS: "1/min burst 1" });
  try {
    const token = await service.register("+919876500001");
    const saved = (await service.call("POST", wheels, { token, body: { ...form(), formNumber: "WS-1" } })).body.data.id;
    const submitted = (await service.call("POST", wheels, { token, body: form() })).body.data.id;
    await service.call("POST", `${wheels}/${submitted}/submit`, { token });
    const raw = (body) => ({ rawBody: body });
    const impatient = {};
    for (const language of languages) impatient[language] = await service.register(`+91987650020${languages.indexOf(language)}`);

    // Status, what is asked, and how. Every language guesses at a number of its own: guesses at one are slowed down. Every
    // language has somebody of its own who asks for an export twice, and has one in a minute.
    const kinds = (language) => [
      [400, "POST", wheels, { token, ...raw("{") }],
      [400, "POST", wheels, { token, ...raw('{"a": 1, "a": 2}') }],
      [400, "POST", wheels, { token, ...raw("") }],
      [400, "GET", `${wheels}?page=%zz`, { token }],
      [400, "POST", wheels, { token, body: form(), headers: { "Idempotency-Key": "ü" } }],
      [401, "GET", wheels, {}],
      [401, "GET", wheels, { token: "nonsense" }],
      [401, "POST", "/api/users/login", { body: { phone_number: `+91987650010${languages.indexOf(language)}`, password: "wrong" } }],
      [403, "POST", "/api/depots/zones", { token, body: { code: "ER", name: "Eastern Railway" } }],
      [404, "GET", "/nowhere", {}],
      [404, "GET", `${wheels}/999999`, { token }],
      [405, "DELETE", wheels, { token }],
      [409, "POST", wheels, { token, body: { ...form(), formNumber: "WS-1" } }],
      [409, "PUT", `${wheels}/${submitted}`, { token, body: form() }],
      [412, "PUT", `${wheels}/${saved}`, { token, body: form(), headers: { "If-Match": '"v7"' } }],
      [400, "PUT", `${wheels}/${saved}`, { token, body: form(), headers: { "If-Match": "v1" } }],
      [413, "POST", wheels, { token, ...raw(`"${"x".repeat(2 << 20)}"`) }],
      [414, "GET", `/${"x".repeat(9000)}`, {}],
      [415, "POST", wheels, { token, ...raw("<a/>"), headers: { "Content-Type": "text/xml" } }],
      [422, "POST", "/api/users/register", { body: registration }],
      [422, "POST", "/api/users/register", { body: { ...registration, password: "1234567", confirm_password: "1234567" } }],
      [422, "POST", "/api/users/register", { body: { ...registration, password: "x".repeat(80) } }],
      [422, "PATCH", "/api/users/profile", { token, body: { bio: "x".repeat(501), date_of_birth: "2990-01-01", is_staff: true } }],
      [422, "PATCH", "/api/users/profile", { token, body: { first_name: 7, language: "xx", date_of_birth: "soon", city: "\u0001" } }],
      [422, "POST", wheels, { token, body: { ...form(), stockType: "LHB" } }],
      [422, "POST", wheels, { token, body: { ...form(), submittedBy: 999999, surely_unknown: 1 } }],
      ...["", ".", "0,5", "5 cm", "5 (", "5 (2,-1)", "5 (+1)", "5 (+1,-9)", "28 TO 20", "0.0001", "999999", "5 ?", "5 mm mm x", "5 a?",
        "x".repeat(101), `5 ${"x".repeat(90)}`, "5 (1-2", "5 (1-2) x"].map((wheelGauge) =>
        [422, "POST", wheels, { token, body: form({ wheelGauge }) }]),
      [422, "GET", `${wheels}?sort=age&page=0&per_page=x&created_after=now&status=lost&has_findings=maybe`, { token }],
      [422, "GET", `${wheels}?page=1&cursor=x`, { token }],
      [403, "GET", "/api/users/export", { token: impatient[language] }],
      [429, "GET", "/api/users/export", { token: impatient[language] }],
      [501, "BREW", "/", {}],
      [200, "GET", "/health/?deep=1", {}],
      [200, "GET", `${wheels}?has_findings=true`, { token }],
      [200, "GET", `${wheels}/${saved}`, { token }],
      [201, "POST", wheels, { token, body: form({ wheelGauge: "1600 rim", rootRadius: "13.5 NM", flangeHeight: "29 rejected" }) }],
      [201, "POST", "/api/forms/bogie-checksheets", { token, body: conditions }],
      [201, "POST", "/api/forms/bogie-checksheets", { token, body: { ...conditions, inspectionDate: "2019-01-15" } }],
    ];
    for (const language of languages)
      await t.test(language, async () => {
        for (const [status, method, path, { rawBody, headers, ...request }] of kinds(language)) {
          const what = `${method} ${path} ${JSON.stringify(request.body ?? rawBody ?? "")}`;
          const answer = await service.call(method, path, { ...request, rawBody, headers: { ...headers, "Accept-Language": language } });
          assert.equal(answer.status, status, `${what}: ${answer.text}`);
          assert.deepEqual(foreignTexts(language, answer), [], what);
          if (status === 429) assert.match(answer.headers.get("Retry-After"), /^[1-9]\d*$/, "a number, not words");
        }
      });

    await t.test("the check sees English, and a placeholder that was left", () => {
      assert.ok(!isIn("hi", "Not found"));
      assert.ok(!isIn("ta", "कम से कम"));
      assert.ok(!isIn("hi", "कम से कम {min} वर्ण होने चाहिए"));
      assert.ok(isIn("hi", "कम से कम 2 वर्ण होने चाहिए"));
    });
  } finally {
    await service.stop();
  }
});
