import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** English is in the source; the catalogues are beside the server's. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["hi", "mr", "ta", "bn", "te"],
  catalogs: [{ path: `${process.env.KPA_LOCALES ?? "<rootDir>/../../locales"}/{locale}/web`, include: ["src"] }],
  format: formatter({ lineNumbers: false }),
  orderBy: "origin",
});
