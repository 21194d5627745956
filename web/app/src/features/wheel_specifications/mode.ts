import { useState } from "react";

/** How the measurements are shown. */
export type Mode = "whole" | "one";

const remembered = "kpa.wheel_mode";

/** As it was chosen last on this device. A correction begins with the whole sheet, so that the reviewer's pins lead somewhere. */
export function useMode(correction: boolean): [Mode, (mode: Mode) => void] {
  const [mode, setMode] = useState<Mode>(() => (!correction && kept() === "one" ? "one" : "whole"));
  const choose = (chosen: Mode) => {
    setMode(chosen);
    try {
      localStorage.setItem(remembered, chosen);
    } catch {
      // storage is switched off: then it lasts as long as the page
    }
  };
  return [mode, choose];
}

function kept(): string | null {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null;
  }
}
