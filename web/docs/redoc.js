// Starts ReDoc, with the system's fonts: its own would come from another host.
"use strict";

const sans = "system-ui, sans-serif";
const mono = "ui-monospace, monospace";

Redoc.init(
  "/api/openapi.json",
  {
    theme: {
      typography: { fontFamily: sans, headings: { fontFamily: sans }, code: { fontFamily: mono } },
    },
  },
  document.getElementById("documentation"),
);
