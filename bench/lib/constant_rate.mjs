// Requests at a constant rate, whatever the answers take. A latency counts from the moment at which the
// request was due, not from when it could be sent: a client that waits for a slow answer before it goes on
// would leave out just the requests that the slowness hurts. (h2load --rps counts from sending, and vegeta is
// not packaged, hence this client.)
import { once } from "node:events";
import { connect } from "node:net";
import { getPriority, setPriority } from "node:os";
import { draw, filler } from "./request.mjs";

const connections = 64;
const unmeasured = 0.1; // of the time, at the beginning
const answerLimit = 10_000; // ms after the last request
const headerEnd = "\r\n\r\n";

/// Runs `work` ahead of other processes, where that is allowed: how late this one is would count as the
/// server's.
async function ahead(work) {
  const usual = getPriority();
  try {
    setPriority(-10);
  } catch {
    return work(); // only root may
  }
  try {
    return await work();
  } finally {
    setPriority(usual);
  }
}

class Connection {
  constructor(port, answered, broken) {
    this.socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.head = undefined;
    this.missing = 0; // bytes of the body
    this.socket.on("data", (chunk) => this.#receive(chunk, answered)).on("error", broken);
    this.socket.on("close", () => broken(new Error("the server closed a connection")));
  }

  send(bytes, due) {
    this.due = due;
    this.socket.write(bytes, "latin1");
  }

  #receive(chunk, answered) {
    if (this.missing > 0) {
      this.missing -= chunk.length;
    } else {
      this.head = this.head ? Buffer.concat([this.head, chunk]) : chunk;
      const end = this.head.indexOf(headerEnd);
      if (end < 0) return;
      const text = this.head.latin1Slice(0, end);
      this.status = Number(text.slice(9, 12));
      this.missing =
        end +
        headerEnd.length +
        Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0) -
        this.head.length;
      this.head = undefined;
    }
    if (this.missing === 0) answered(this);
  }
}

/// Sends `rate` requests a second for `seconds` and gives the latencies in ms, and how late the client itself
/// was in sending (its timer has a resolution of 1 ms, so requests are due in groups, each millisecond). An
/// answer that is no success throws.
export const atConstantRate = (load) => ahead(() => sendAtRate(load));

async function sendAtRate({ port, marked, ids, rate, seconds }) {
  const fill = filler(marked);
  const total = Math.floor(rate * seconds);
  const latencies = [];
  const lateness = [];
  const waiting = []; // due times of requests that found no free connection
  const free = [];
  let sent = 0;
  let answers = 0;
  let finish;
  let fail;
  const finished = new Promise((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });

  const answered = (connection) => {
    const now = performance.now();
    if (connection.status < 200 || connection.status > 299)
      return fail(new Error(`answered ${connection.status} at a constant rate`));
    if (connection.due >= start + unmeasured * seconds * 1000) latencies.push(now - connection.due);
    if (waiting.length) connection.send(fill(draw(ids)), waiting.shift());
    else free.push(connection);
    if (++answers === total) finish();
  };
  const all = Array.from(
    { length: connections },
    () => new Connection(port, answered, (error) => fail(error)),
  );
  await Promise.race([finished, Promise.all(all.map(({ socket }) => once(socket, "connect")))]);
  free.push(...all);

  const start = Math.ceil(performance.now());
  let timer;
  const tick = () => {
    const now = performance.now();
    const dueNow = Math.min(total, Math.floor((Math.floor(now - start) * rate) / 1000));
    for (; sent < dueNow; ++sent) {
      const due = start + Math.ceil(((sent + 1) * 1000) / rate);
      lateness.push(now - due);
      if (free.length) free.pop().send(fill(draw(ids)), due);
      else waiting.push(due);
    }
    timer =
      sent < total
        ? setTimeout(tick, 1)
        : setTimeout(() => fail(new Error(`${total - answers} requests were not answered`)), answerLimit);
  };
  tick();
  try {
    await finished;
  } finally {
    clearTimeout(timer);
    for (const { socket } of all) socket.removeAllListeners("close").destroy();
  }
  return { latencies, lateness };
}
