import { DEFAULT_THEME, convertCssVariables, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import type { Plugin } from "vite";

import { theme } from "../src/kit/theme.ts";

const name = "virtual:theme.css";

/**
 * The theme's variables as a style sheet. Mantine would write them into a <style> element when it starts, which the
 * server's Content-Security-Policy does not let anybody do.
 */
export function themeCss(): Plugin {
  return {
    name: "kpa-theme-css",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
      return convertCssVariables(variables, ":root");
    },
  };
}
