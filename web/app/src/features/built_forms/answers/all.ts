import type { AnswerType } from "./answer.ts";
import { checkbox } from "./checkbox.ts";
import { date } from "./date.ts";
import { datetime } from "./datetime.ts";
import { email } from "./email.ts";
import { file } from "./file.ts";
import { group } from "./group.ts";
import { measurement } from "./measurement.ts";
import { number } from "./number.ts";
import { radio } from "./radio.ts";
import { select } from "./select.ts";
import { tel } from "./tel.ts";
import { text } from "./text.ts";
import { textarea } from "./textarea.ts";
import { time } from "./time.ts";
import { url } from "./url.ts";

/** By the server's names. */
export const answerTypes: { [type: string]: AnswerType } = {
  text,
  email,
  number,
  tel,
  url,
  textarea,
  select,
  radio,
  checkbox,
  date,
  time,
  datetime,
  file,
  measurement,
  group,
};

/** A type that a newer server has is a text here; the server judges it. */
export const answerTypeOf = (type: string): AnswerType => answerTypes[type] ?? text;
