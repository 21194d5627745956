import "#kit/styles.ts";

import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { preferredLanguage, showIn } from "#kit/language.ts";
import { theme } from "#kit/theme.ts";

import { queries } from "./app/queries.ts";
import { followReleases } from "./app/releases.ts";
import { router } from "./app/router.tsx";

// The browser's own wish, until Mantine has read what was chosen: else the page flashes white at night.
document.documentElement.dataset.mantineColorScheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

// A language whose texts cannot be loaded is no reason to show nothing.
await showIn(preferredLanguage()).catch(() => showIn("en"));
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  </StrictMode>,
);
followReleases();
