// Every page, in both languages, on a phone and on a desk: accessible, valid, without overflow, complete without
// scripts, and silent on the console. AFAQ_BASE_URL names the server (default: http://127.0.0.1:4080), AFAQ_PAGES a
// file with one path a line (default: the server's /pages), AFAQ_SHOTS a folder for pictures, AFAQ_ONLY a part of
// the paths to look at, AFAQ_CHROMIUM the browser.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const base = process.env.AFAQ_BASE_URL ?? "http://127.0.0.1:4080";
const shots = process.env.AFAQ_SHOTS;
const only = process.env.AFAQ_ONLY;
const listed = process.env.AFAQ_PAGES
  ? readFileSync(process.env.AFAQ_PAGES, "utf8")
  : await (await fetch(`${base}/pages`)).text();
const paths = listed.split("\n").filter((path) => path && (!only || path.includes(only)));
const languages = ["ar", "en"];
const widths = { phone: 390, desk: 1280 };

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // The doctype and void elements are written as HTML has them; the length of a title is a matter of the text.
    "doctype-style": "off",
    "void-style": "off",
    "long-title": "off",
    "no-trailing-whitespace": "off",
    // `role` beside an element that implies it: lists without bullets lose their role in one browser.
    "no-redundant-role": "off",
    // Names of fields are paths such as `children.0.name`.
    "valid-id": ["error", { relaxed: true }],
    // Radio buttons and check boxes that belong together share a name.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button"] }],
  },
});

let browser;
before(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.AFAQ_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});
after(async () => browser?.close());

/** Opens a page and gathers what the browser complains of. */
async function open(context, url) {
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    // A page that tells of an error has an error's status; the browser reports that too, and it is meant.
    const meant = message.text().startsWith("Failed to load resource") && message.location().url === url;
    if (["error", "warning"].includes(message.type()) && !meant) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog opened: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) complaints.push(`loads from elsewhere: ${request.url()}`);
  });
  const response = await page.goto(url, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  return { page, complaints, response };
}

/** Elements that reach over the sides of the window. */
const overflow = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > width + 1 || box.left < -1) && !element.closest(".sr, .sr-button, .skip, .process");
    })
    .slice(0, 5)
    .map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`)
    .concat(`scroll width ${document.documentElement.scrollWidth} of ${width}`);
};

/** Things to press that are smaller than 24 by 24, unless they stand in running text. */
const small = () =>
  [...document.querySelectorAll("button, input:not([type=hidden]), select, .btn, nav a, summary")]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return !element.closest(".sr-button") && box.width > 0 && (box.height < 24 || box.width < 24);
    })
    .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 30)}`);

async function axe(page, rules) {
  // The policy of the page forbids injected scripts; evaluate runs in the debugger, outside of it.
  await page.evaluate(axeSource);
  const wanted = rules ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), wanted);
  return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(" | ")}`);
}

/** Puts one more style sheet over the page, in place of the last one. */
const restyle = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
};
const spacing = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}";

for (const lang of languages) {
  for (const path of paths) {
    const url = `${base}/${lang}${path}`;
    const name = `${lang}${path.replaceAll("/", "_")}`;
    const shoot = (page, what) =>
      shots ? page.screenshot({ path: `${shots}/${name}-${what}.png`, fullPage: true }) : undefined;

    test(url, async (t) => {
      const context = await browser.newContext({ viewport: { width: widths.phone, height: 844 }, locale: lang });
      try {
        const { page, complaints, response } = await open(context, url);

        for (const [device, width] of Object.entries(widths)) {
          await t.test(`${device}: axe, overflow, sizes`, async () => {
            await page.setViewportSize({ width, height: 844 });
            await shoot(page, device);
            assert.deepEqual(await page.evaluate(overflow), []);
            assert.deepEqual(await page.evaluate(small), []);
            assert.deepEqual(await axe(page), []);
          });
        }

        await t.test("language, policy, silence", async () => {
          const policy = response.headers()["content-security-policy"] ?? "";
          assert.match(policy, /default-src 'none'/);
          assert.doesNotMatch(policy, /unsafe/);
          assert.deepEqual(complaints, []);
          const root = await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang]);
          assert.deepEqual(root, [lang === "ar" ? "rtl" : "ltr", lang]);
        });

        await t.test("dark: contrast", async () => {
          await page.setViewportSize({ width: widths.phone, height: 844 });
          await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
          await shoot(page, "dark");
          assert.deepEqual(await axe(page, { type: "rule", values: ["color-contrast"] }), []);
          await page.emulateMedia({ colorScheme: "light" });
        });

        await t.test("320 pixels, wide spacing, text at twice its size: no overflow", async () => {
          await page.setViewportSize({ width: 320, height: 640 });
          assert.deepEqual(await page.evaluate(overflow), [], "320 pixels");
          await page.evaluate(restyle, spacing);
          assert.deepEqual(await page.evaluate(overflow), [], "320 pixels with wide spacing");
          await page.setViewportSize({ width: 640, height: 640 });
          await page.evaluate(restyle, "html{font-size:200%!important}");
          assert.deepEqual(await page.evaluate(overflow), [], "text at twice its size");
        });
      } finally {
        await context.close();
      }

      await t.test("complete without scripts", async () => {
        const plain = await browser.newContext({ javaScriptEnabled: false, locale: lang });
        try {
          const page = await plain.newPage();
          await page.goto(url);
          assert.equal(await page.locator("main h1").count(), 1);
          assert.equal(await page.locator("form:not([action])").count(), 0);
          assert.equal(await page.locator("[onclick], [style], a[href^='javascript']").count(), 0);
        } finally {
          await plain.close();
        }
      });

      await t.test("valid HTML", async () => {
        const report = await validator.validateString(await (await fetch(url)).text());
        const messages = report.results.flatMap((result) => result.messages);
        assert.deepEqual(messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`), []);
      });
    });
  }
}
