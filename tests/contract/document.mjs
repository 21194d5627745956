// An OpenAPI document, as a program reads it that knows nothing of the service but this document.
import { installed } from "../support/service.mjs";

const Ajv2020 = installed("ajv/dist/2020").default;
const addFormats = installed("ajv-formats").default;

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** A schema that refers to the document's components as JSON Schema does, to `$defs` of the schema `base`. */
function inDefinitions(schema, base = "") {
  const moved = (key, value) => (key === "$ref" ? value.replace("#/components/schemas", `${base}#/$defs`) : value);
  return JSON.parse(JSON.stringify(schema), moved);
}

export class Document {
  constructor(content) {
    this.content = content;
    this.ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    addFormats(this.ajv);
    this.ajv.addKeyword("discriminator"); // OpenAPI's, and no rule: what `oneOf` says holds
    this.ajv.addSchema({ $defs: inDefinitions(content.components.schemas) }, "document");
  }

  resolve(value) {
    if (!value.$ref) return value;
    return value.$ref.slice(2).split("/").reduce((at, name) => at[name], this.content);
  }

  /** Every operation: {method, path, name, id, tag, secured, parameters, body, bodySchema, bodyType, responses}. */
  operations() {
    return Object.entries(this.content.paths).flatMap(([path, item]) =>
      methods.filter((method) => item[method]).map((method) => {
        const { parameters = [], requestBody, responses, security = this.content.security ?? [] } = item[method];
        return {
          method: method.toUpperCase(),
          path,
          name: `${method.toUpperCase()} ${path}`,
          secured: security.length > 0,
          parameters: [...(item.parameters ?? []), ...parameters].map((parameter) => this.resolve(parameter)),
          id: item[method].operationId,
          tag: item[method].tags[0],
          body: requestBody && Object.values(this.resolve(requestBody).content)[0].example,
          bodySchema: requestBody && Object.values(this.resolve(requestBody).content)[0].schema,
          bodyType: requestBody && Object.keys(this.resolve(requestBody).content)[0],
          responses,
        };
      }),
    );
  }

  /** What the document's schema of `operation` has against an answer: empty when nothing. */
  faults(operation, answer) {
    const { status, type, text, body } = answer;
    if (!operation.responses[status]) return [`status ${status} is not documented: ${text}`];
    const { content } = this.resolve(operation.responses[status]);
    if (!content) return text === "" ? [] : [`status ${status} is documented without a body: ${text}`];
    if (!content[type]) return [`content type '${type}' of ${status} is not documented`];
    return this.faultsOfValue(content[type].schema, /json/.test(type) ? body : text);
  }

  /** `schema` is one of the document, inline or a reference into it. */
  faultsOfValue(schema, value) {
    const valid = this.ajv.compile(inDefinitions(schema, "document"));
    if (valid(value)) return [];
    return valid.errors.map((error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
  }
}

/** The example of a parameter, or undefined. The values of an enumeration and of a boolean are examples themselves. */
export function exampleOf({ example, schema = {} }) {
  return example ?? schema.examples?.[0] ?? schema.enum?.[0] ?? (schema.type === "boolean" ? true : undefined);
}
