// Every page of the gallery, in both languages, on a phone and on a desk: accessible, valid, without overflow,
// complete without scripts, and silent on the console. AFAQ_BASE_URL names the server (default:
// http://127.0.0.1:4080), AFAQ_PAGES a file with one path a line (default: the server's /pages), AFAQ_SHOTS a folder
// for pictures, AFAQ_ONLY a part of the paths to look at, AFAQ_CHROMIUM the browser. The keyboard,
// dark and forced colors, wide spacing, large text and print are looked at too; with AFAQ_BROWSER_ALL=0 only on a sample.
import { mkdirSync, readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  axe, borderless, invalid, keyboard, launch, overflow, restyle, small, spacing, unprinted, watch,
} from "./checks.js";

const base = process.env.AFAQ_BASE_URL ?? "http://127.0.0.1:4080";
const shots = process.env.AFAQ_SHOTS;
const only = process.env.AFAQ_ONLY;
const isWhole = process.env.AFAQ_BROWSER_ALL !== "0";
const listed = process.env.AFAQ_PAGES
  ? readFileSync(process.env.AFAQ_PAGES, "utf8")
  : await (await fetch(`${base}/pages`)).text();
const paths = listed.split("\n").filter((path) => path && (!only || path.includes(only)));
const languages = ["ar", "en"];
const widths = { phone: 390, desk: 1280 };
const sampleEvery = 8;

let browser;
/** Pages that stand ready, with scripts and without: opening a new one costs more than looking. */
const ready = { true: [], false: [] };
before(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await launch();
});
after(async () => browser?.close());

/** A fresh page or one that is not used now. */
async function take(hasScripts) {
  const free = ready[hasScripts].pop();
  if (free) return free;
  const context = await browser.newContext({ javaScriptEnabled: hasScripts });
  const page = await context.newPage();
  return { page, hasScripts, complaints: watch(page, base) };
}

/** Looks at one page in one language. */
async function look(lang, path, isSampled) {
  const url = `${base}/${lang}${path}`;
  const name = `${lang}${path.replaceAll("/", "_")}`;
  const shoot = (page, what) =>
    shots ? page.screenshot({ path: `${shots}/${name}-${what}.png`, fullPage: true }) : undefined;
  const one = await take(true);
  const { page, complaints } = one;
  complaints.length = 0;
  await page.setViewportSize({ width: widths.phone, height: 844 });
  await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null, forcedColors: null });
  const response = await page.goto(url, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);

  const policy = response.headers()["content-security-policy"] ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  const root = await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang]);
  assert.deepEqual(root, [lang === "ar" ? "rtl" : "ltr", lang]);
  assert.deepEqual(await invalid(await response.text()), [], "valid HTML");

  for (const [device, width] of Object.entries(widths)) {
    await page.setViewportSize({ width, height: 844 });
    await shoot(page, device);
    assert.deepEqual(await page.evaluate(overflow), [], `${device}: overflow`);
    assert.deepEqual(await page.evaluate(small), [], `${device}: too small to press`);
    assert.deepEqual(await axe(page), [], `${device}: axe`);
  }
  if (isSampled) assert.deepEqual(await keyboard(page), [], "keyboard");
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual(await page.evaluate(overflow), [], "320 pixels: overflow");
  if (isSampled) await vary(page, shoot);
  assert.deepEqual(complaints, [], "console");
  ready.true.push(one);

  const plain = await take(false);
  await plain.page.goto(url, { waitUntil: "domcontentloaded" });
  assert.equal(await plain.page.locator("main h1").count(), 1, "one heading");
  assert.equal(await plain.page.locator("form:not([action])").count(), 0, "forms work without scripts");
  assert.equal(await plain.page.locator("[onclick], [style], a[href^='javascript']").count(), 0);
  ready.false.push(plain);
}

/** The page with wide spacing, with text at twice its size, in dark colors, in forced colors, and on paper. */
async function vary(page, shoot) {
  await page.evaluate(restyle, spacing);
  assert.deepEqual(await page.evaluate(overflow), [], "320 pixels with wide spacing: overflow");
  await page.setViewportSize({ width: 640, height: 640 });
  await page.evaluate(restyle, "html{font-size:200%!important}");
  assert.deepEqual(await page.evaluate(overflow), [], "text at twice its size: overflow");
  await page.evaluate(restyle, "");
  await page.setViewportSize({ width: widths.phone, height: 844 });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await shoot(page, "dark");
  assert.deepEqual(await axe(page, { type: "rule", values: ["color-contrast"] }), [], "dark: contrast");
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  assert.deepEqual(await page.evaluate(borderless), [], "forced colors: a button without an edge");
  await page.emulateMedia({ forcedColors: "none", media: "print" });
  await page.setViewportSize({ width: 718, height: 1000 });
  await shoot(page, "print");
  assert.deepEqual(await page.evaluate(overflow), [], "print: overflow");
  assert.deepEqual(await page.evaluate(unprinted), [], "print: what is folded must be there, what is pressed must not");
}

describe("pages", { concurrency: 3 }, () => {
  paths.forEach((path, at) => {
    languages.forEach((lang, nth) => {
      // The sample takes turns between the languages.
      const isSampled = isWhole || (at + nth * (sampleEvery / 2)) % sampleEvery === 0;
      test(`/${lang}${path}`, () => look(lang, path, isSampled));
    });
  });
});
