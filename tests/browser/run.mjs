// Starts the gallery and a demonstration, runs the tests against them, and stops both, whatever happens.
// AFAQ_BIN_DIR names the folder of the built programs, AFAQ_BROWSER_ALL=0 leaves most of the slow variants out,
// AFAQ_BROWSER_MINUTES limits the whole run, AFAQ_BROWSER_FILES names the test files.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const bin = process.env.AFAQ_BIN_DIR ?? join(here, "../../target/debug");
const minutesMax = Number(process.env.AFAQ_BROWSER_MINUTES ?? 20);
const readySecondsMax = 120;
// Long enough to undo on a busy machine, short enough to wait for.
const undoSeconds = 20;
const children = [];

function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], ...options });
  children.push(child);
  child.on("error", (error) => fail(`can't start ${program}: ${error.message}`));
  return child;
}

function stop() {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
}

function fail(message) {
  console.error(`browser tests: ${message}`);
  stop();
  process.exit(1);
}

/** What the program has printed once the pattern is found in it. */
function says(child, name, pattern) {
  return new Promise((resolve) => {
    let text = "";
    const timer = setTimeout(() => fail(`${name} was not ready within ${readySecondsMax} seconds`), readySecondsMax * 1000);
    child.once("exit", (code) => fail(`${name} ended with ${code}:\n${text}`));
    child.stdout.on("data", (data) => {
      text += data;
      if (pattern.test(text)) {
        clearTimeout(timer);
        child.removeAllListeners("exit");
        resolve(text);
      }
    });
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => fail(`stopped by ${signal}`));
process.on("exit", stop);
setTimeout(() => fail(`not done after ${minutesMax} minutes`), minutesMax * 60_000).unref();

const galleryProgram = join(bin, "examples/gallery");
const demoProgram = join(bin, "afaq");
for (const program of [galleryProgram, demoProgram]) {
  if (!existsSync(program)) fail(`${program} is missing: run \`cargo build --workspace --bins --examples\` first`);
}

const port = await freePort();
const gallery = start(galleryProgram, [String(port)]);
const demo = start(demoProgram, ["demo", "--port", "0", "--cases", "60", "--undo-seconds", String(undoSeconds)]);
const [, guide] = await Promise.all([
  says(gallery, "the gallery", /http:\/\/127\.0\.0\.1:\d+/),
  says(demo, "the demonstration", /Stop with Ctrl-C/),
]);
const demoUrl = /http:\/\/127\.0\.0\.1:\d+/.exec(guide)[0];

const files = process.env.AFAQ_BROWSER_FILES?.split(" ") ?? ["pages.test.js", "journeys.test.js", "journeys-people.test.js", "journeys-desk.test.js"];
const reporter = process.stdout.isTTY ? "spec" : "dot";
const tests = start(
  process.execPath,
  ["--test", "--test-concurrency=1", `--test-reporter=${process.env.AFAQ_BROWSER_REPORTER ?? reporter}`, ...[
    "--test-reporter-destination=stdout", "--test-reporter=./summary.mjs", "--test-reporter-destination=stdout"], ...files],
  {
    cwd: here,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, AFAQ_BASE_URL: `http://127.0.0.1:${port}`, AFAQ_DEMO_URL: demoUrl, AFAQ_DEMO_GUIDE: guide },
  },
);
const code = await new Promise((resolve) => tests.once("exit", (code) => resolve(code ?? 1)));
stop();
process.exit(code);
