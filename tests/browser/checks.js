// What the browser tests share: one Chromium, and what every page must keep.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Starts the browser that AFAQ_CHROMIUM names. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.AFAQ_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Gathers what the browser complains of on a page; loading from elsewhere than `base` is a complaint. */
export function watch(page, base) {
  const complaints = [];
  page.on("console", (message) => {
    // A page that tells of an error has an error's status; the browser reports that too, and it is meant.
    const meant = message.text().startsWith("Failed to load resource") && !message.location().url.includes("/assets/");
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
  return complaints;
}

/** Elements that reach over the sides of the window. */
export const overflow = () => {
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
export const small = () =>
  [...document.querySelectorAll("button, input:not([type=hidden]), select, .btn, nav a, summary")]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return !element.closest(".sr-button") && box.width > 0 && (box.height < 24 || box.width < 24);
    })
    .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 30)}`);

export async function axe(page, rules) {
  // The policy of the page forbids injected scripts; evaluate runs in the debugger, outside of it.
  await page.evaluate(axeSource);
  const wanted = rules ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), wanted);
  return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(" | ")}`);
}

/** Puts one more style sheet over the page, in place of the last one. */
export const restyle = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
};
export const spacing = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}";

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

/** What is wrong in the HTML, a line each. */
export async function invalid(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}
