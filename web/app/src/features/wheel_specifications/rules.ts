import type { Titles } from "#kit/titles.ts";

/** One measurement of a wheel. */
export interface WheelField {
  name: string;
  title: Titles;
  required: boolean;
  /** As people write it. */
  example: string;
}

/** The allowed sizes of a field, in millimetres, both included; at a limit that condemns, the wheel is condemned. */
export interface Limits {
  field: string;
  low: number;
  high: number;
  condemns: "never" | "at_low" | "at_high";
  /** What a label should name here; null: the field's title. */
  quantity: string | null;
}

/** Limits of a type of stock. */
export interface RuleSet {
  stockType: string;
  version: number;
  limits: Limits[];
}

/** A size that must be larger than another. */
export interface Order {
  larger: string;
  smaller: string;
  severity: number;
}

/** How the server judges wheels, as it tells phones. */
export interface WheelRules {
  version: number;
  fields: WheelField[];
  orders: Order[];
  /** Words behind a number that say more than its name. */
  remarks: { rejected: string[]; not_measured: string[] };
  defaultStockType: string;
  stockTypes: RuleSet[];
}
