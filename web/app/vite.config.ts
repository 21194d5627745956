import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { serviceWorker } from "./plugins/service_worker.ts";
import { themeCss } from "./plugins/theme_css.ts";

const server = process.env.KPA_SERVER ?? "http://127.0.0.1:8000";
const proxied = Object.fromEntries(["/api", "/api-info", "/health"].map((path) => [path, { target: server, ws: true }]));

export default defineConfig({
  plugins: [
    react({ babel: { plugins: [["@lingui/babel-plugin-lingui-macro", { stripMessageField: false }]] } }),
    lingui(),
    themeCss(),
    serviceWorker(),
  ],
  // Nothing inline, not even small pictures: the policy of the server's pages allows no such thing for fonts and scripts.
  build: { outDir: "dist", emptyOutDir: true, assetsInlineLimit: 0, target: "es2022", modulePreload: { polyfill: false }, reportCompressedSize: false },
  server: { proxy: proxied },
});
