import type { Shown } from "../answers/answer.ts";
import { Choices } from "./Choices.tsx";
import { Files } from "./Files.tsx";
import { Line } from "./Line.tsx";
import { Lines } from "./Lines.tsx";
import { MeasurementLine } from "./MeasurementLine.tsx";
import { OneChoice } from "./OneChoice.tsx";
import type { ControlProps } from "./control.ts";

/** What an answer is given with. */
export function Control({ shown, ...props }: ControlProps & { shown: Shown }) {
  switch (shown.as) {
    case "line":
      return <Line shown={shown} {...props} />;
    case "lines":
      return <Lines {...props} />;
    case "choice":
      return <OneChoice {...props} />;
    case "choices":
      return <Choices {...props} />;
    case "files":
      return <Files {...props} />;
    case "measurement":
      return <MeasurementLine {...props} />;
    case "group":
      return null;
  }
}
