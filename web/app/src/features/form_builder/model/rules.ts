/** A rule that a type of field knows, from the JSON Schema of its rules. */
export interface Rule {
  name: string;
  kind: "flag" | "number" | "choice" | "list" | "text";
  /** Of a choice. */
  values: string[];
  example: string;
  description: string;
}

interface Schema {
  type?: string | string[];
  enum?: (string | null)[];
  description?: string;
  examples?: unknown[];
}

function kindOf({ type, enum: values }: Schema): Rule["kind"] {
  const types = [type].flat();
  if (values) return "choice";
  if (types.includes("boolean")) return "flag";
  if (types.includes("number") || types.includes("integer")) return "number";
  return types.includes("array") ? "list" : "text";
}

export function rulesOf(schema: unknown): Rule[] {
  const { properties = {} } = (schema ?? {}) as { properties?: Record<string, Schema> };
  return Object.entries(properties).map(([name, rule]) => {
    const example = rule.examples?.[0];
    return {
      name,
      kind: kindOf(rule),
      values: (rule.enum ?? []).filter((value) => value !== null),
      example: example === undefined ? "" : Array.isArray(example) ? example.join(", ") : String(example),
      description: rule.description ?? "",
    };
  });
}

/** What was typed as a number; as the text itself where it is none, so that the API says so. */
export function numberFrom(text: string): number | string {
  const plain = text.trim().replace(/^([-+]?)\./, "$10.");
  return /^[-+]?\d+(\.\d*)?$/.test(plain) ? Number(plain) : text;
}
