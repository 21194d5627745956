// A form that somebody built, with 20 fields of the kinds that inspections have, and what is filled into it.
const conditions = ["Good", "Fair", "Worn out", "Damaged"];
const parts = ["Bogie frame", "Bolster", "Axle box", "Side bearer", "Buffer", "Brake block", "Equalising stay"];

const nameOf = (label) => label.toLowerCase().replaceAll(" ", "_");

export const builtForm = {
  title: "Coach inspection",
  form_type: "inspection",
  fields: [
    { name: "coach", label: "Coach number", field_type: "text", is_required: true, validation_rules: { max_length: 20 } },
    { name: "inspected_on", label: "Inspected on", field_type: "date", is_required: true },
    { name: "inspected_at", label: "Inspected at", field_type: "time" },
    { name: "shift", label: "Shift", field_type: "radio", options: ["Morning", "Evening", "Night"] },
    { name: "phone", label: "Phone of the gang", field_type: "tel" },
    ...["Flange height", "Flange thickness", "Root radius", "Wheel gauge", "Buffer height"].map((label) => ({
      name: nameOf(label),
      label,
      field_type: "number",
      is_required: true,
      validation_rules: { min: 0, max: 2000, decimal_places: 3, unit: "mm" },
    })),
    ...parts.map((label) => ({
      name: nameOf(label),
      label,
      field_type: "select",
      is_required: true,
      options: conditions,
    })),
    { name: "found", label: "Found", field_type: "checkbox", options: ["Rust", "Cracks", "Leaks", "Loose bolts"] },
    { name: "remark", label: "Remark", field_type: "textarea", validation_rules: { max_length: 500 } },
    { name: "again_on", label: "To be seen again on", field_type: "date" },
  ],
};

/// What somebody filled in; `number` makes one differ from the next.
export function answers(number = 0) {
  return {
    coach: `WR ${95000 + number}`,
    inspected_on: "2024-01-15",
    inspected_at: "09:30",
    shift: ["Morning", "Evening", "Night"][number % 3],
    phone: "+919811000001",
    flange_height: 28.5 + (number % 6),
    flange_thickness: 29.4 - (number % 8) / 2,
    root_radius: 14,
    wheel_gauge: 1600.125,
    buffer_height: 1090 + (number % 15),
    ...Object.fromEntries(parts.map((label, part) => [nameOf(label), conditions[(number + part) % 4]])),
    found: number % 2 ? ["Rust", "Loose bolts"] : [],
    remark: "The third bolt on the left was loose and was tightened.",
    again_on: "2024-04-15",
  };
}
