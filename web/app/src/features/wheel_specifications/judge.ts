import { isChoice } from "#kit/measurements/choice.ts";
import { type Measurement, isUnreadable } from "#kit/measurements/measurement.ts";
import { type Micrometres, formatMillimetres as format, ofMillimetres } from "#kit/measurements/micrometres.ts";
import { parseMeasurement } from "#kit/measurements/parse.ts";

import { isOwnLabel } from "./own_label.ts";
import { remarkIn } from "./remark.ts";
import type { Limits, Order, RuleSet, WheelRules } from "./rules.ts";

/** Severities, as the server numbers them. */
export const fair = 2;
export const needsAttention = 3;
export const replaceNow = 4;

/** A remark about what was filled in. Unlike a problem it stands against nothing. */
export interface Finding {
  /** `fields.wheelGauge` */
  path: string;
  code: string;
  severity: number;
  /** The numbers and names in its message. */
  params: Record<string, string>;
}

export type Texts = Record<string, string | null | undefined>;

/** The newest limits of a type of stock; undefined when there are none. */
export function ruleSetOf(rules: WheelRules, stockType: string | undefined): RuleSet | undefined {
  const named = rules.stockTypes.filter((one) => isChoice(stockType ?? rules.defaultStockType, one.stockType));
  return named.reduce<RuleSet | undefined>((newest, one) => (newest && newest.version >= one.version ? newest : one), undefined);
}

/** Compares measurements with the limits, as the server does when the form arrives. Texts that cannot be read are passed over. */
export function evaluate(rules: WheelRules, stockType: string | undefined, fields: Texts): Finding[] {
  const measured = new Map<string, Measurement>();
  for (const [name, text] of Object.entries(fields)) {
    if (!text) continue;
    const read = parseMeasurement(text);
    if (!isUnreadable(read)) measured.set(name, read);
  }
  const ofLimits = (ruleSetOf(rules, stockType)?.limits ?? []).flatMap((limits) => {
    const measurement = measured.get(limits.field);
    return measurement ? reviewed(rules, limits, measurement) : [];
  });
  return [...ofLimits, ...rules.orders.flatMap((order) => violated(order, measured))];
}

/** The findings about one field. */
function reviewed(rules: WheelRules, limits: Limits, measurement: Measurement): Finding[] {
  const findings: Finding[] = [];
  const { notation, nominal = 0, label } = measurement;
  const [low, high] = [ofMillimetres(limits.low), ofMillimetres(limits.high)];
  const add = (code: string, severity: number, size: Micrometres, more: Record<string, string> = {}) =>
    findings.push({ path: `fields.${limits.field}`, code, severity, params: { measured: format(size), low: format(low), high: format(high), ...more } });

  // Of a range alone, and of deviations, the whole range must be within the limits.
  const whole = notation === "range" || notation === "nominal_and_deviations";
  const [lowest, highest] = whole ? [measurement.low!, measurement.high!] : [nominal, nominal];
  if (limits.condemns === "at_low" && lowest <= low) add("condemned", replaceNow, lowest);
  else if (lowest < low) add("below_limit", needsAttention, lowest);
  if (limits.condemns === "at_high" && highest >= high) add("condemned", replaceNow, highest);
  else if (highest > high) add("above_limit", needsAttention, highest);

  if (notation === "nominal_and_range" && (measurement.low !== low || measurement.high !== high)) {
    const stated = { stated_low: format(measurement.low!), stated_high: format(measurement.high!) };
    add("stated_range_differs", fair, nominal, stated);
    if (nominal < measurement.low! || nominal > measurement.high!) add("nominal_out_of_range", needsAttention, nominal, stated);
  }
  if (notation === "labelled_value") {
    const title = rules.fields.find(({ name }) => name === limits.field)?.title.en ?? "";
    const quantity = limits.quantity ?? "";
    if (isOwnLabel(label, { quantity, title, wire: limits.field })) return findings;
    const remark = remarkIn(label, rules.remarks);
    if (remark === "rejected") add("rejected", replaceNow, nominal, { label });
    else if (remark === "not_measured") add("not_measured", needsAttention, nominal, { label });
    else add("label_differs", fair, nominal, { label, quantity: quantity || title });
  }
  return findings;
}

/** Order is checked between nominals, or the ends of ranges that fit it best. */
function violated({ larger, smaller, severity }: Order, measured: Map<string, Measurement>): Finding[] {
  const [one, other] = [measured.get(larger), measured.get(smaller)];
  if (!one || !other) return [];
  const large = one.nominal ?? one.high!;
  const small = other.nominal ?? other.low!;
  if (large > small) return [];
  return [{ path: `fields.${larger}`, code: "order_violated", severity, params: { measured: format(large), other: smaller, other_measured: format(small) } }];
}
