// Somebody at a browser of their own, for the journeys of people: pages are counted, and each keeps what pages must keep.
import assert from "node:assert/strict";
import { join } from "node:path";
import { axe, overflow, watch } from "./checks.js";

export const base = process.env.AFAQ_DEMO_URL ?? "http://127.0.0.1:8080";
export const guide = process.env.AFAQ_DEMO_GUIDE ?? "";
const shots = process.env.AFAQ_SHOTS;
const waitSecondsMax = 90;

/** The person whose story of the guide begins so, and the number that stands in it. */
export function persona(story) {
  const found = new RegExp(`(\\d{12})  ${story}[^\\n]*`).exec(guide);
  assert.ok(found, `the demonstration's guide names somebody who ${story}`);
  return { number: found[1], child: /(\d{12})\)/.exec(found[0])?.[1] };
}

/** The accounts of a body's officers. */
export const officers = (body) => [...guide.matchAll(new RegExp(`^  (${body}\\.\\S+)`, "gm"))].map((found) => found[1]);

/** A picture that is one: a small grey square. */
export const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mM8c+bMfwAGgAL+cZ0P5AAAAABJRU5ErkJggg==", "base64");

export class Visitor {
  static async open(browser, lang, width, options = {}) {
    const visitor = new Visitor();
    visitor.lang = lang;
    visitor.width = width;
    visitor.pages = 0;
    visitor.context = await browser.newContext({ viewport: { width, height: 844 }, locale: lang, ...options });
    visitor.page = await visitor.context.newPage();
    visitor.page.setDefaultTimeout(60_000);
    visitor.page.on("load", () => (visitor.pages += 1));
    visitor.complaints = watch(visitor.page, base);
    return visitor;
  }

  /** Opens a path of the visitor's language, or a whole one. */
  async go(path) {
    const whole = path.startsWith(`/${this.lang}/`) ? path : `/${this.lang}${path}`;
    return this.page.goto(base + whole, { waitUntil: "load" });
  }

  /** Presses and waits for the page that comes. */
  async press(locator) {
    await Promise.all([this.page.waitForEvent("load"), locator.first().click()]);
  }

  /** Sends the form of the page by its first button that is to be seen. */
  async send() {
    await this.press(this.page.locator("main form button[type=submit]:not([aria-hidden]):not([name=save])"));
  }

  async signIn(who) {
    if (!new URL(this.page.url()).pathname.endsWith("/sign-in")) await this.go("/sign-in");
    await this.press(this.page.locator(`button[name=who][value="${who}"]`));
  }

  /** What every page must keep. */
  async keeps(name) {
    if (shots) await this.page.screenshot({ path: join(shots, `${name}-${this.lang}-${this.width}.png`), fullPage: true });
    const found = [...(await axe(this.page))];
    await this.page.setViewportSize({ width: 320, height: 640 });
    found.push(...(await this.page.evaluate(overflow)));
    await this.page.setViewportSize({ width: this.width, height: 844 });
    assert.deepEqual([...found, ...this.complaints.splice(0)], [], `${name}: ${this.page.url()}`);
  }

  /** The first link on the page whose path matches, if any. */
  async find(pattern) {
    const paths = await this.page.locator("main a[href]").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    return paths.find((path) => pattern.test(path));
  }

  /** The same; the page under a path is looked at anew until it is there. */
  async link(pattern, path) {
    const until = Date.now() + waitSecondsMax * 1000;
    for (;;) {
      const found = await this.find(pattern);
      if (found) return found;
      assert.ok(path && Date.now() < until, `no link ${pattern} on ${this.page.url()}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await this.go(path);
    }
  }

  /** Answers a form page by page until the answers can be checked: fields by name, papers by a file. */
  async fill(answers, file) {
    for (let pages = 0; !this.page.url().endsWith("/check"); pages += 1) {
      assert.ok(pages < 12, `the form comes to its end, not to ${this.page.url()}`);
      for (const [name, value] of Object.entries(answers)) {
        const field = this.page.locator(`[name='${name}']`);
        if (await field.count()) await field.first().fill(value);
      }
      for (const input of await this.page.locator("input[type=file]").all()) await input.setInputFiles(file);
      await this.send();
    }
  }

  /** Hands the checked answers in, and gives the path of the case. */
  async submit() {
    await this.send();
    assert.match(this.page.url(), /\/confirmation$/);
    return new URL(this.page.url()).pathname.replace("/confirmation", "");
  }
}

/** Opens a case on the desk of the first of a body's officers who has it in hand with this choice. */
export async function onDesk(browser, body, id, choice) {
  const until = Date.now() + waitSecondsMax * 1000;
  const units = [...new Set(officers(body).map((officer) => officer.replace(/\.\d+$/, "")))];
  while (Date.now() < until) {
    for (const unit of units) {
      const officer = await Visitor.open(browser, "en", 1280);
      await officer.signIn(`${unit}.1`);
      await officer.go(`/desk/cases/${id}`);
      const task = await officer.find(new RegExp(`/tasks/\\d+/${choice}$`));
      if (task) {
        await officer.go(task);
        return officer;
      }
      await officer.context.close();
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  assert.fail(`nobody of ${body} has the case in hand: ${units}`);
}
