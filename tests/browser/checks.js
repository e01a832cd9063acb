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

/** Things to press that have no edge of their own: where colors are forced, an edge is all that shows them. */
export const borderless = () =>
  [...document.querySelectorAll(".btn, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea")]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      const around = element.closest(".with-unit, .upload, .shell-of-input") ?? element;
      const edge = (one) => getComputedStyle(one).borderTopStyle !== "none" && getComputedStyle(one).borderTopWidth !== "0px";
      return box.width > 1 && !edge(element) && !edge(around);
    })
    .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 30)}`);

/** What paper must not show, and what it must. */
export const unprinted = () => {
  document.querySelectorAll("details").forEach((one) => (one.open = false));
  const seen = (element) => element.checkVisibility() && !element.closest(".sr, .sr-button");
  const pressed = [...document.querySelectorAll("button, .btn, .main-nav a, .skip")].filter(seen);
  const folded = [...document.querySelectorAll("details > :not(summary)")].filter((element) => !seen(element) && element.textContent.trim());
  return [
    ...pressed.map((element) => `shown: ${element.tagName} ${element.textContent.trim().slice(0, 30)}`),
    ...folded.map((element) => `missing: ${element.tagName} ${element.textContent.trim().slice(0, 30)}`),
  ];
};

/** Goes through the page by the Tab key: everything once, in the order in which it is read, each with a visible mark. */
export async function keyboard(page) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    document.querySelectorAll("details").forEach((one) => (one.open = true));
    scrollTo(0, 0);
  });
  const problems = [];
  const stops = await page.evaluate(() => {
    const seen = (element) => element.getClientRects().length > 0 && element.tabIndex >= 0 && !element.disabled;
    const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
    // Of radio buttons that belong together one can be reached: the chosen one, else the first.
    const stands = (element) => {
      if (element.type !== "radio") return true;
      const group = all.filter((one) => one.type === "radio" && one.name === element.name && one.form === element.form);
      return element === (group.find((one) => one.checked) ?? group[0]);
    };
    globalThis.stops = all.filter((element) => seen(element) && stands(element));
    return globalThis.stops.length;
  });
  for (let at = 0; at < stops; at += 1) {
    // Where the page has put the focus on what is wrong, the Tab key would go on from there.
    if (at) await page.keyboard.press("Tab");
    else await page.evaluate(() => globalThis.stops[0]?.focus());
    const wrong = await page.evaluate((at) => {
      const element = document.activeElement;
      const says = (one) => `${one?.tagName} ${(one?.textContent || one?.name || "").trim().slice(0, 30)}`;
      if (element !== globalThis.stops[at]) return `stop ${at} is ${says(element)}, not ${says(globalThis.stops[at])}`;
      const marked = [element, element.closest(".option, .with-unit, .upload")].some((one) => {
        const style = one && getComputedStyle(one);
        return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      });
      if (!marked) return `no visible focus on ${says(element)}`;
      // Inside one part of the page the eye goes down, and along the line in the direction of the language.
      const part = (one) => one.closest("fieldset, section, form, nav, aside, footer, .who, .top");
      const before = globalThis.stops[at - 1];
      if (!before || part(before) !== part(element)) return null;
      const [from, to] = [before.getBoundingClientRect(), element.getBoundingClientRect()];
      const isBelow = to.top >= from.bottom - 2 || to.top > from.top + from.height / 2;
      const isRtl = getComputedStyle(element.parentElement).direction === "rtl";
      const isAlong = isRtl ? to.right <= from.right + 1 : to.left >= from.left - 1;
      return isBelow || (isAlong && to.bottom > from.top) ? null : `${says(element)} stands before ${says(before)}`;
    }, at);
    if (wrong) problems.push(wrong);
    if (problems.length > 3) break;
  }
  return problems;
}

export async function axe(page, rules) {
  // The policy of the page forbids injected scripts; evaluate runs in the debugger, outside of it.
  await page.evaluate(axeSource);
  const wanted = rules ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"], preload: false }), wanted);
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
