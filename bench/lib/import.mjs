// How long it takes until a file of people is stored, for the superuser who waits for the report.
import { allSealed } from "./audit.mjs";
import { inspector } from "./fill.mjs";
import { metered } from "./peak.mjs";

const people = 10_000; // as many as a file may have
const group = 100; // that report to the last of them, who is stored first
const path = "/api/users/imports";

/// A superuser's token, which nobody has used yet, so that no other rank is remembered with it.
async function superuser(server) {
  const body = { ...inspector, phone_number: "+919811000002", confirm_password: inspector.password };
  const { access_token } = await server.call("POST", "/api/users/register", { body });
  await server.sql(
    `UPDATE users SET is_staff = true, is_superuser = true WHERE phone_number = '${body.phone_number}'`,
  );
  return access_token;
}

const employeeId = (number) => `KGP-${String(number).padStart(6, "0")}`;

function file() {
  const rows = ["phone_number,first_name,last_name,employee_id,department,position,manager"];
  for (let number = 0; number < people; ++number) {
    const manager = number - (number % group) + group - 1;
    const names = `Ravi,Kumar,${employeeId(number)},Carriage and Wagon,Fitter`;
    rows.push(`+919${600_000_000 + number},${names},${manager === number ? "" : employeeId(manager)}`);
  }
  return `${rows.join("\r\n")}\r\n`;
}

/// Seconds from the sending of the file to the finished report, and µs of processor time for a row.
export async function importing(server, say) {
  say(`importing ${people} people`);
  const [token, body] = [await superuser(server), file()];
  await allSealed(server); // or the events of the load would be sealed meanwhile
  const measured = await metered(server, async () => {
    const began = performance.now();
    let report = await server.call("POST", path, { token, body, headers: { "Content-Type": "text/csv" } });
    while (!report.finished_at) {
      await new Promise((next) => setTimeout(next, 100));
      report = await server.call("GET", `${path}/${report.id}`, { token });
    }
    if (report.imported !== people)
      throw new Error(`the import ended so: ${JSON.stringify(report).slice(0, 500)}`);
    return { count: people, rate: people / ((performance.now() - began) / 1000) };
  });
  return { ...measured, seconds: people / measured.rate };
}
