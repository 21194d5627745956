import { isChoice } from "#kit/measurements/choice.ts";
import type { Titles } from "#kit/titles.ts";

/** A condition in which components can be; its name is what the API takes. */
export interface Condition {
  name: string;
  title: Titles;
  severity: number;
}

export interface Component {
  name: string;
  title: Titles;
  required: boolean;
}

export type SectionName = "bogieChecksheet" | "bmbcChecksheet";

/** One of the inspected sections; BMBC is the bogie mounted brake cylinder. */
export interface Section {
  name: SectionName;
  /** From good to bad. */
  conditions: Condition[];
  components: Component[];
}

/** A date in a bogie's life, a member of `bogieDetails`. What is before or after these years is a typing error. */
export interface RuleDate {
  name: string;
  title: Titles;
  firstYear: number;
  lastYear: number;
}

/** What is inspected, as the server tells phones. */
export interface BogieRules {
  version: number;
  dates: RuleDate[];
  sections: Section[];
}

/** Finds a condition in the notations that people type. */
export const conditionOf = ({ conditions }: Section, text: string): Condition | undefined => conditions.find(({ name }) => isChoice(text, name));
