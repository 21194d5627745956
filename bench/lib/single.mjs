// Sends one request as it stands, on a connection of its own.
import { connect } from "node:net";

/// Gives {status, body}; throws when the answer is no success.
export function send(port, bytes) {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket
      .setEncoding("utf8")
      .on("error", reject)
      .on("close", () => reject(new Error("the server closed the connection")));
    socket.on("data", (chunk) => {
      text += chunk;
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
      const body = text.slice(end + 4);
      if (Buffer.byteLength(body) < length) return;
      socket.destroy();
      const status = Number(text.slice(9, 12));
      if (status < 200 || status > 299) reject(new Error(`answered ${status}: ${body}`));
      else resolve({ status, body });
    });
  });
}
