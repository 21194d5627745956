import { useLingui } from "@lingui/react/macro";

import { useMeasurementFault } from "#kit/measurements/useMeasurementFault.ts";

import type { Problem } from "./answers/answer.ts";
import type { Field } from "./form.ts";
import { useLanguage } from "./hooks.ts";
import { textOf } from "./texts.ts";

/** Says what is wrong with an answer, and what to do. */
export function useProblemText(): (field: Field, problem: Problem) => string {
  const { t, i18n } = useLingui();
  const language = useLanguage();
  const faultText = useMeasurementFault();
  // Made when it is needed: it takes a while, and each field has these texts.
  const dayText = (day: string) => new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
  const readable = (limit = "") => (/^\d{4}-\d{2}-\d{2}$/.test(limit) ? dayText(limit) : limit.replace(/^(\d\d:\d\d):00$/, "$1"));
  return (field, { code, params, fault }) => {
    if (fault) return faultText(fault);
    const { min, max, step, from, pattern } = params;
    switch (code) {
      case "required":
        return t`An answer is needed here.`;
      case "file_required":
        return t`A file is needed here, and files cannot be sent from this app yet. Send this form by another way.`;
      case "rule_violated": {
        const { rule } = field;
        return textOf(field, "rule_message", language) ?? t`This must hold: ${rule}`;
      }
      case "read_only":
        return t`This cannot be filled in or changed.`;
      case "takes_too_long":
        return t`There are too many answers to judge this on the device.`;
      case "too_short":
        return t`Write more: the fewest characters are ${min}.`;
      case "too_long":
        return t`Write less: the most characters are ${max}.`;
      case "control_character":
        return t`There is a character in it that cannot be seen. Write it again.`;
      case "several_lines":
        return t`Write it in a single line.`;
      case "pattern_differs":
        return t`It must have the form ${pattern}.`;
      case "not_an_email":
        return t`Write an e-mail address, such as meera@railway.example.`;
      case "not_a_url":
        return t`Write an address that begins with https:// or http://.`;
      case "not_a_phone_number":
        return t`Write a phone number, such as +919876543210.`;
      case "not_a_decimal":
        return t`Write a number, such as 12.5.`;
      case "too_many_digits":
        return t`A number has 15 digits at most.`;
      case "too_small":
        return t`It must be ${min} or more.`;
      case "too_large":
        return t`It must be ${max} or less.`;
      case "too_precise":
        return t`Too many digits behind the point: the most are ${max}.`;
      case "off_step":
        return t`It must be in steps of ${step} from ${from}.`;
      case "not_a_choice":
        return t`Choose one of the options.`;
      case "repeated":
        return t`The same is chosen twice.`;
      case "too_few_items":
        return t`There are too few: the fewest are ${min}.`;
      case "too_many_items":
        return t`There are too many: the most are ${max}.`;
      case "not_a_date":
        return t`Choose a day of the calendar.`;
      case "not_a_time":
        return t`Write a time of day, such as 14:30.`;
      case "not_an_instant":
        return t`Choose a day and a time.`;
      case "too_early": {
        const earliest = readable(min);
        return t`It must not be before ${earliest}.`;
      }
      case "too_late": {
        const latest = readable(max);
        return t`It must not be after ${latest}.`;
      }
      default:
        return t`This answer is not understood.`;
    }
  };
}
