// Whole journeys in real Chromium against the demonstration: a citizen on a phone in Arabic, an officer on a desk in
// English, and a citizen without scripts. AFAQ_DEMO_URL names the demonstration, AFAQ_DEMO_GUIDE holds what it printed
// when it was ready, AFAQ_SHOTS a folder for pictures.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { axe, launch, overflow, watch } from "./checks.js";

const base = process.env.AFAQ_DEMO_URL ?? "http://127.0.0.1:8080";
const guide = process.env.AFAQ_DEMO_GUIDE ?? "";
const shots = process.env.AFAQ_SHOTS;
const service = "/services/kw.pada.carer_allowance";
const iban = "KW81CBKU0000000000001234560101";
const officerId = "pada.allowances.1";
const waitSecondsMax = 90;

/** The carer and her child whose story begins so. */
function carer(story) {
  const found = new RegExp(`(\\d{12})  ${story}.*?(\\d{12})`).exec(guide);
  assert.ok(found, `the demonstration's guide names a carer who ${story}`);
  return { number: found[1], child: found[2] };
}
const arabic = (digits) => digits.replace(/\d/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]);

let browser;
before(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await launch();
});
after(async () => browser?.close());

/** Somebody at a browser of their own. */
class Visitor {
  static async open(lang, width, options = {}) {
    const visitor = new Visitor();
    visitor.lang = lang;
    visitor.width = width;
    visitor.context = await browser.newContext({ viewport: { width, height: 844 }, locale: lang, ...options });
    visitor.page = await visitor.context.newPage();
    visitor.page.setDefaultTimeout(60_000);
    visitor.complaints = watch(visitor.page, base);
    visitor.hasScripts = options.javaScriptEnabled !== false;
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

  async signIn(who, next) {
    if (!new URL(this.page.url()).pathname.endsWith("/sign-in")) await this.go("/sign-in");
    await this.press(this.page.locator(`button[name=who][value="${who}"]`));
    if (next) await this.go(next);
  }

  /** What every page must keep. */
  async keeps(name) {
    if (shots) await this.page.screenshot({ path: join(shots, `${name}-${this.lang}-${this.width}.png`), fullPage: true });
    const found = [];
    if (this.hasScripts) found.push(...(await axe(this.page)));
    await this.page.setViewportSize({ width: 320, height: 640 });
    found.push(...(await this.page.evaluate(overflow)));
    await this.page.setViewportSize({ width: this.width, height: 844 });
    assert.deepEqual([...found, ...this.complaints.splice(0)], [], `${name}: ${this.page.url()}`);
  }

  /** A link on the page whose path matches; the page is looked at anew until it is there. */
  async link(pattern, path) {
    const until = Date.now() + waitSecondsMax * 1000;
    for (;;) {
      const paths = await this.page.locator("main a[href]").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
      const found = paths.find((path) => pattern.test(path));
      if (found) return found;
      assert.ok(path && Date.now() < until, `no link ${pattern} on ${this.page.url()}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await this.go(path);
    }
  }

  /** Fills the form of the carer, with mistakes that are mended where `errs`, and gives the path of the case. */
  async apply(child, errs) {
    const page = this.page;
    await page.waitForURL(/page\/who/);
    const number = page.locator("[name='cared_for.civil_number']");
    if (errs) {
      await this.keeps("form");
      await number.fill(arabic("312010101234"));
      await this.send();
      const summary = page.locator(".error-summary, [role=alert]").first();
      await summary.waitFor();
      assert.equal(await page.locator("[aria-invalid=true]").count(), 1, "the field is marked");
      assert.equal(await number.inputValue(), arabic("312010101234"), "what was typed stays");
      await this.keeps("form-error");
    }
    await number.fill(errs ? arabic(child) : child);
    await this.send();
    for (let pages = 0; !page.url().endsWith("/check"); pages += 1) {
      assert.ok(pages < 10, "the form comes to its end");
      const field = page.locator("[name='payment.iban']");
      if (await field.count()) {
        if (errs) {
          await field.fill(`KW${arabic("81")}CBKU`);
          await this.send();
          assert.equal(await page.locator("[aria-invalid=true]").count(), 1, "the account is refused");
          await this.keeps("account-error");
        }
        await field.fill(iban);
      }
      for (const file of await page.locator("input[type=file]").all()) {
        await file.setInputFiles({ name: "paper.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") });
      }
      await this.send();
    }
    await this.keeps("check");
    await this.send();
    assert.match(page.url(), /\/confirmation$/);
    await this.keeps("confirmation");
    assert.match(await page.locator("main").innerText(), /[0-9A-Z]{4}-[0-9A-Z]{4}/, "the number of the case");
    return new URL(page.url()).pathname.replace("/confirmation", "");
  }
}

describe("journeys", { concurrency: 1 }, () => {
  let citizen;
  let officer;
  let path;
  let id;

  test("a citizen on a phone applies in Arabic, and mends her mistakes", async () => {
    const { number, child } = carer("cares for a severely disabled child and has no job");
    citizen = await Visitor.open("ar", 390);
    await citizen.go("/");
    await citizen.keeps("home");
    // As people type it: everyday words, not the service's name.
    await citizen.page.locator("input[name=q]").fill("بدل رعاية معاق");
    await citizen.press(citizen.page.locator("form[role=search] button"));
    await citizen.keeps("search");
    await citizen.press(citizen.page.locator(`main a[href$="${service}"]`));
    await citizen.keeps("service");
    await citizen.press(citizen.page.locator(`form[action$="${service}/start"] button`));
    await citizen.keeps("sign-in");
    await citizen.signIn(number);
    path = await citizen.apply(child, true);
    id = path.split("/").at(-1);
    await citizen.go(path);
    await citizen.keeps("case");
  });

  test("an officer finds the case, opens it and asks back; the citizen answers", async () => {
    officer = await Visitor.open("en", 1280);
    await officer.signIn(officerId, "/desk?tab=unit");
    await officer.link(new RegExp(`/desk/cases/${id}$`), "/desk?tab=unit");
    await officer.keeps("worklist");
    await officer.go(`/desk/cases/${id}`);
    await officer.keeps("desk-case");
    await officer.go(await officer.link(/\/tasks\/\d+\/ask$/));
    await officer.keeps("ask");
    for (const field of await officer.page.locator("main textarea").all()) await field.fill("Please confirm your account.");
    await officer.send();
    assert.match(officer.page.url(), new RegExp(`/desk/cases/${id}$`), "the question is sent");

    await citizen.go(path);
    await citizen.go(await citizen.link(new RegExp(`^${path}/answer$`), path));
    await citizen.keeps("answer");
    for (const field of await citizen.page.locator("main textarea").all()) await field.fill("نعم، الحساب صحيح.");
    await citizen.send();
    assert.doesNotMatch(citizen.page.url(), /\/answer$/, "the answer is taken");
  });

  test("the citizen sees where the request is: behind, now, next", async () => {
    await citizen.go(path);
    const stages = citizen.page.locator("ol.path li");
    assert.ok((await stages.count()) >= 4, "several stages");
    assert.equal(await citizen.page.locator("ol.path li[aria-current=step]").count(), 1, "one of them is now");
    assert.ok((await citizen.page.locator("ol.path li.done").count()) >= 1, "some are behind");
    assert.ok((await citizen.page.locator(".budgets progress").count()) >= 1, "the waiting time is shown");
    await citizen.keeps("case-path");
  });

  test("the owner of the processes sees what stopped and how a process stands", async () => {
    const owner = await Visitor.open("en", 1280);
    await owner.signIn("pada.owner", "/desk");
    await owner.go(await owner.link(/\/desk\/incidents$/, "/desk"));
    assert.equal(await owner.page.locator("h1").count(), 1);
    await owner.keeps("incidents");
    await owner.go(await owner.link(/\/desk\/processes$/, "/desk"));
    await owner.go(await owner.link(/\/desk\/processes\/kw\.pada\./, "/desk/processes"));
    await owner.keeps("process");
    const answer = await officer.context.request.get(`${base}/en/desk/incidents`);
    assert.equal(answer.status(), 404, "an officer without the right finds nothing");
  });

  test("the officer decides, undoes it, decides again", async () => {
    const desk = `/desk/cases/${id}`;
    for (const isUndone of [true, false]) {
      await officer.go(desk);
      await officer.go(await officer.link(/\/tasks\/\d+\/decide$/, desk));
      if (isUndone) await officer.keeps("decide");
      // The label lies over the button, as large as a finger.
      await officer.page.locator("label[for=outcome-0]").click();
      assert.ok(await officer.page.locator("[name=outcome][value=approve]").isChecked());
      await officer.press(officer.page.locator("button[name=do][value=prepare]"));
      const undo = officer.page.locator(`form[action$="${desk}/undo"] button`);
      assert.equal(await undo.count(), 1, "a prepared decision can be undone");
      if (isUndone) {
        await officer.press(undo);
        assert.equal(await officer.page.locator(`form[action$="${desk}/undo"]`).count(), 0, "it is undone");
      }
    }
    await officer.keeps("desk-prepared");
  });

  test("the citizen gets the document, and everybody can verify it", async (t) => {
    await citizen.go(path);
    const file = await citizen.link(/\/documents\//, path);
    await citizen.keeps("case-decided");
    const response = await citizen.context.request.get(base + file);
    const bytes = await response.body();
    assert.equal(bytes.subarray(0, 4).toString(), "%PDF");
    const folder = mkdtempSync(join(tmpdir(), "afaq-browser-"));
    try {
      const pdf = join(shots ?? folder, "document.pdf");
      writeFileSync(pdf, bytes);
      let text;
      try {
        text = execFileSync("pdftotext", ["-raw", pdf, "-"], { encoding: "utf8" });
      } catch {
        return t.skip("pdftotext is not installed: the code on the document can't be read");
      }
      // The address is broken into pieces that fit the column, with marks of no width between them.
      const code = /\/verify\/([0-9a-z]{20,32})/.exec(text.replace(/[\s\u200b]+/g, ""))?.[1]?.slice(0, 26);
      assert.ok(code, `the document shows its code:\n${text}`);
      const anybody = await Visitor.open("en", 390);
      await anybody.go(`/verify/${code}`);
      assert.equal(await anybody.page.locator(".verdict.good").count(), 1, `${code} is valid`);
      await anybody.keeps("verify");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("a citizen without scripts applies", async () => {
    const { number, child } = carer("cares for a severely disabled child and is employed");
    const plain = await Visitor.open("en", 390, { javaScriptEnabled: false });
    await plain.go(service);
    await plain.press(plain.page.locator(`form[action$="${service}/start"] button`));
    await plain.signIn(number);
    await plain.apply(child, true);
  });
});
