// What Fastify checks of requests, and how it writes answers.
/** The measurements, in the order of the statements. */
export const names = [
  "treadDiameterNew",
  "lastShopIssueSize",
  "condemningDia",
  "wheelGauge",
  "variationSameAxle",
  "variationSameBogie",
  "variationSameCoach",
  "wheelProfile",
  "intermediateWWP",
  "bearingSeatDiameter",
  "rollerBearingOuterDia",
  "rollerBearingBoreDia",
  "rollerBearingWidth",
  "axleBoxHousingBoreDia",
  "wheelDiscWidth",
  "flangeHeight",
  "rootRadius",
];
const optional = ["flangeHeight", "rootRadius"];

const each = (schema) => Object.fromEntries(names.map((name) => [name, schema(name)]));
const object = (properties) => ({ type: "object", properties });
const [string, integer, boolean] = [{ type: "string" }, { type: "integer" }, { type: "boolean" }];

export const newForm = {
  type: "object",
  additionalProperties: false,
  required: ["formNumber", "submittedDate", "fields"],
  properties: {
    formNumber: { type: "string", pattern: "^[A-Za-z0-9_/.-]{1,50}$" },
    submittedDate: { type: "string", format: "date" },
    fields: {
      type: "object",
      additionalProperties: false,
      required: names.filter((name) => !optional.includes(name)),
      properties: each((name) => ({
        type: "string",
        minLength: 1,
        maxLength: 100,
        nullable: optional.includes(name),
      })),
    },
  },
};

const form = object({
  id: integer,
  formNumber: string,
  submittedBy: integer,
  submittedDate: string,
  depotId: { type: "integer", nullable: true },
  status: string,
  findings: { type: "array", items: { type: "object", additionalProperties: true } },
  worstSeverity: integer,
  createdBy: integer,
  version: integer,
  createdAt: string,
  updatedAt: string,
  stockType: string,
  ruleSetVersion: integer,
  fields: object(each(() => ({ type: "string", nullable: true }))),
});
export const one = object({ success: boolean, message: string, data: form });
export const many = object({
  success: boolean,
  message: string,
  data: { type: "array", items: form },
  pagination: object({ page: integer, per_page: integer, total: integer, pages: integer, total_is_exact: boolean }),
});
