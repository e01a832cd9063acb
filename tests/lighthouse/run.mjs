// Measures pages as Lighthouse does for a phone on a slow network: LCP, CLS, bytes and requests of a cold visit.
// AFAQ_BIN names the program (a release build), AFAQ_CHROMIUM the browser, AFAQ_ROUNDS how often each page is asked.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";

const lcpMax = 1200;
const clsMax = 0.02;
const bytesMax = 90_000;
const requestsMax = 8;
const rounds = Number(process.env.AFAQ_ROUNDS ?? 3);
const readySecondsMax = 120;
const chromium = process.env.AFAQ_CHROMIUM ?? "chromium";
const program = process.env.AFAQ_BIN;
if (!program) throw new Error("AFAQ_BIN names the built program");

const children = [];
const folder = mkdtempSync(join(tmpdir(), "afaq-lighthouse-"));
process.on("exit", () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

function start(name, args, where, pattern) {
  const child = spawn(name, args, { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`${name} was not ready:\n${text}`)), readySecondsMax * 1000);
    child.on("error", reject);
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}:\n${text}`)));
    child.stdout.resume();
    child.stderr.resume();
    child[where].on("data", (data) => {
      text += data;
      const found = pattern.exec(text);
      if (found) {
        clearTimeout(timer);
        child.removeAllListeners("exit");
        resolve(found);
      }
    });
  });
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const [, base] = await start(program, ["demo", "--port", "0", "--cases", "60"], "stdout", /(http:\/\/127\.0\.0\.1:\d+)[\s\S]*Stop with/);
const port = await freePort();
await start(
  chromium,
  ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--no-first-run", `--user-data-dir=${folder}`, `--remote-debugging-port=${port}`, "about:blank"],
  "stderr",
  /DevTools listening/,
);

const middle = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
const pages = ["/ar/", "/ar/services/kw.moi.driving_licence_renewal", "/ar/entitled", "/en/"];
let missed = 0;
console.log(`${"page".padEnd(46)} ${"LCP ms".padStart(8)} ${"CLS".padStart(7)} ${"bytes".padStart(8)} requests`);
for (const path of pages) {
  const lcp = [], cls = [], bytes = [], requests = [];
  for (let round = 0; round < rounds; round++) {
    const result = await lighthouse(base + path, {
      port, logLevel: "error", onlyAudits: ["largest-contentful-paint", "cumulative-layout-shift", "network-requests"],
    });
    const { audits, runtimeError, finalDisplayedUrl } = result.lhr;
    if (runtimeError || new URL(finalDisplayedUrl).pathname !== path) throw new Error(`${path}: ${runtimeError?.message ?? finalDisplayedUrl}`);
    const all = audits["network-requests"].details.items.filter((item) => item.url.startsWith("http"));
    const wrong = all.filter((item) => item.statusCode !== 200);
    if (wrong.length > 0) throw new Error(`${path}: ${JSON.stringify(wrong)}`);
    lcp.push(audits["largest-contentful-paint"].numericValue);
    cls.push(audits["cumulative-layout-shift"].numericValue);
    bytes.push(all.reduce((sum, item) => sum + item.transferSize, 0));
    requests.push(all.length);
  }
  const row = [middle(lcp), middle(cls), middle(bytes), middle(requests)];
  const limits = [lcpMax, clsMax, path.startsWith("/ar") ? bytesMax : Infinity, requestsMax];
  const isMet = row.every((value, at) => value <= limits[at]);
  missed += isMet ? 0 : 1;
  console.log(
    `${path.padEnd(46)} ${row[0].toFixed(0).padStart(8)} ${row[1].toFixed(3).padStart(7)} ${String(row[2]).padStart(8)} ` +
      `${String(row[3]).padStart(8)}  ${isMet ? "met" : "MISSED"} (each: ${lcp.map((ms) => ms.toFixed(0)).join(", ")} ms)`,
  );
}
console.log(`limits: LCP ${lcpMax} ms, CLS ${clsMax}, ${bytesMax} bytes (Arabic), ${requestsMax} requests; middle of ${rounds} visits`);
process.exit(missed > 0 ? 1 : 0);
