import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createHash } from "node:crypto";
import { type Plugin, transformWithOxc } from "vite";

const source = fileURLToPath(new URL("../src/service_worker.ts", import.meta.url));

/** Makes /sw.js of src/service_worker.ts, with the list of the files that the app consists of. */
export function serviceWorker(): Plugin {
  return {
    name: "kpa-service-worker",
    apply: "build",
    enforce: "post",
    async generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((name) => name.startsWith("assets/")).sort();
      const page = bundle["index.html"];
      const version = createHash("sha256").update(JSON.stringify(files));
      if (page?.type === "asset") version.update(page.source);
      const { code } = await transformWithOxc(readFileSync(source, "utf8"), source);
      const filled = code
        .replace("FILES", JSON.stringify(files.map((name) => `/${name}`)))
        .replace("VERSION", JSON.stringify(version.digest("hex").slice(0, 16)));
      this.emitFile({ type: "asset", fileName: "sw.js", source: filled });
    },
  };
}
