// Requests for the app's files, of the server and of nginx in turns, with the same client.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const rounds = 5, seconds = 4;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** One worker with the compressed files that the build made, as the server has one thread: gives how to stop it. */
async function startNginx(app, port) {
  const place = await mkdtemp(join(tmpdir(), "kpa-nginx-"));
  await chmod(place, 0o755);
  await writeFile(join(place, "nginx.conf"), `
daemon off; worker_processes 1; ${process.getuid() === 0 ? "user root;" : ""} pid ${place}/pid; error_log ${place}/error.log;
events { worker_connections 256; }
http {
  access_log off; types { text/javascript js; text/css css; text/html html; } sendfile on; tcp_nodelay on; open_file_cache max=200;
  server { listen 127.0.0.1:${port}; root ${app}; gzip_static on; location /assets/ { add_header Cache-Control "public, max-age=31536000, immutable"; } }
}`);
  const nginx = spawn("/usr/sbin/nginx", ["-c", join(place, "nginx.conf"), "-p", place], { stdio: "inherit" });
  const ended = once(nginx, "exit");
  for (let tries = 0; ; ++tries) {
    const answered = await fetch(`http://127.0.0.1:${port}/index.html`).then(() => true, () => false);
    if (answered) break;
    if (tries === 200) throw new Error("nginx does not start");
    await new Promise((resume) => setTimeout(resume, 20));
  }
  return async () => {
    nginx.kill("SIGTERM");
    await ended;
    await rm(place, { recursive: true, force: true });
  };
}

/** Requests a second for the app's largest script, gzipped. */
async function rate(run, address) {
  const { stdout } = await run("wrk", ["-t1", "-c32", `-d${seconds}s`, "-H", "Accept-Encoding: gzip", address]);
  if (/Non-2xx/.test(stdout)) throw new Error(`${address}: ${stdout}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]);
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

export async function filesAgainstNginx(base, app, run) {
  const port = await freePort();
  const stop = await startNginx(app, port);
  try {
    const scripts = (await readdir(join(app, "assets"))).filter((name) => /^index-.*\.js$/.test(name));
    const path = `/assets/${scripts[0]}`;
    const found = [];
    for (let round = 0; round < rounds; ++round) found.push({ kpa: await rate(run, base + path), nginx: await rate(run, `http://127.0.0.1:${port}${path}`) });
    return { ratio: median(found.map(({ kpa, nginx }) => kpa / nginx)), kpa: median(found.map(({ kpa }) => kpa)), nginx: median(found.map(({ nginx }) => nginx)) };
  } finally {
    await stop();
  }
}
