// Journeys of the officers' side in real Chromium against the demonstration: an officer clears ten cases with the
// keyboard alone, and the owner of a service changes a fee, which a second owner approves. AFAQ_DEMO_URL names the
// demonstration, AFAQ_SHOTS a folder for pictures.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { axe, launch, overflow, watch } from "./checks.js";

const base = process.env.AFAQ_DEMO_URL ?? "http://127.0.0.1:8080";
const shots = process.env.AFAQ_SHOTS;
const wanted = 10;

let browser;
before(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await launch();
});
after(async () => browser?.close());

/** An officer at a browser of their own. */
class Officer {
  static async open(id, lang, width) {
    const officer = new Officer();
    officer.lang = lang;
    officer.width = width;
    officer.context = await browser.newContext({ viewport: { width, height: 900 }, locale: lang });
    officer.page = await officer.context.newPage();
    officer.page.setDefaultTimeout(60_000);
    officer.complaints = watch(officer.page, base);
    await officer.go("/sign-in");
    await officer.press(officer.page.locator(`button[name=who][value="${id}"]`));
    return officer;
  }

  async go(path) {
    return this.page.goto(`${base}/${this.lang}${path}`, { waitUntil: "load" });
  }

  async press(locator) {
    await Promise.all([this.page.waitForEvent("load"), locator.first().click()]);
  }

  async keeps(name) {
    if (shots) await this.page.screenshot({ path: join(shots, `${name}-${this.lang}-${this.width}.png`), fullPage: true });
    const found = await axe(this.page);
    await this.page.setViewportSize({ width: 320, height: 640 });
    found.push(...(await this.page.evaluate(overflow)));
    await this.page.setViewportSize({ width: this.width, height: 900 });
    assert.deepEqual([...found, ...this.complaints.splice(0)], [], `${name}: ${this.page.url()}`);
  }

  /** Goes on with Tab until the focus is where it should be; the focus must be seen on the way. */
  async tabTo(matches, what) {
    for (let steps = 0; steps < 200; steps += 1) {
      await this.page.keyboard.press("Tab");
      const focus = await this.page.evaluate(() => {
        const at = document.activeElement;
        const style = getComputedStyle(at);
        const around = ["label", ".option", ".with-unit", ".upload"].map((one) => at.closest(one)).filter(Boolean);
        const isSeen = [style, ...[...(at.labels ?? []), ...around].map((one) => getComputedStyle(one))].some((one) => one.outlineStyle !== "none" || one.boxShadow !== "none");
        return { tag: at.tagName, name: at.name ?? "", value: at.value ?? "", href: at.getAttribute("href") ?? "",
          action: at.form?.getAttribute("action") ?? "", isSeen };
      });
      if (focus.tag === "BODY") continue;
      assert.ok(focus.isSeen, `the focus is seen on ${JSON.stringify(focus)}`);
      if (matches(focus)) return;
    }
    assert.fail(`the keyboard reaches ${what} on ${this.page.url()}`);
  }

  /** Presses Enter where the focus is and waits for the page that comes. */
  async enter() {
    await Promise.all([this.page.waitForEvent("load"), this.page.keyboard.press("Enter")]);
  }
}

/** The unit with the most open work, as the account of its second officer. */
async function busiest() {
  const accounts = ["pada.allowances", "moi.residency_affairs", "moi.driving_licences", "moh.births", "moci.freelance_licences",
    "moj.judgments", "paci.cards", "pada.caregivers", "pada.educational_services"];
  let best = { count: -1 };
  for (const account of accounts) {
    const officer = await Officer.open(`${account}.2`, "en", 1280);
    await officer.go("/desk?tab=unit&show=free");
    const count = await officer.page.locator("input[name=pick]").count();
    if (count > best.count) best = { account: `${account}.2`, count };
    await officer.context.close();
  }
  return best;
}

describe("the desk", { concurrency: 1 }, () => {
  test("an officer clears ten cases by keyboard alone", async (t) => {
    const { account, count } = await busiest();
    const goal = Math.min(wanted, count);
    if (goal < wanted) t.diagnostic(`${account} has only ${count} free cases`);
    assert.ok(goal >= 3, `there is work: ${count}`);
    const officer = await Officer.open(account, "en", 1280);
    await officer.go("/desk");
    await officer.keeps("desk-worklist");
    // The first one by "next case" and its page, the others from decision to decision.
    await officer.tabTo((at) => at.action.endsWith("/desk/next"), "the next case");
    await officer.enter();
    assert.match(officer.page.url(), /\/desk\/cases\/[0-9a-z]+$/);
    await officer.keeps("desk-case-page");
    await officer.tabTo((at) => /\/tasks\/\d+\/decide$/.test(at.href), "the decision");
    await officer.enter();
    const seen = new Set();
    let presses = 0;
    while (seen.size < goal && /\/decide$/.test(officer.page.url())) {
      const id = /cases\/([0-9a-z]+)\//.exec(officer.page.url())[1];
      assert.ok(!seen.has(id), "each case comes once");
      if (seen.size === 0) await officer.keeps("desk-decide");
      // A task may ask for what only an officer can find out.
      for (const field of await officer.page.locator("main form fieldset:has(input[type=radio]:not([name=outcome]))").all()) {
        const first = field.locator("input[type=radio]").first();
        await officer.tabTo((at) => at.name !== "" && at.name !== "outcome", "what the task asks");
        await officer.page.keyboard.press("Space");
        assert.ok(await first.isChecked());
      }
      await officer.tabTo((at) => at.name === "outcome", "the outcome");
      await officer.page.keyboard.press("Space");
      assert.ok(await officer.page.locator("[name=outcome]:checked").count());
      await officer.tabTo((at) => at.name === "do" && at.value === "next", "prepare and next");
      presses += 1;
      await officer.enter();
      assert.equal(await officer.page.locator(".error-summary").count(), 0, await officer.page.locator("main").innerText());
      seen.add(id);
      // A case that waits for something else has no decision yet: back to the list and on.
      if (!/\/decide$/.test(officer.page.url()) && seen.size < goal) {
        if (!/\/desk(\?|$)/.test(new URL(officer.page.url()).pathname + new URL(officer.page.url()).search)) await officer.go("/desk");
        if (!(await officer.page.locator("form[action$='/desk/next']").count())) break;
        await officer.tabTo((at) => at.action.endsWith("/desk/next"), "the next case");
        await officer.enter();
        await officer.tabTo((at) => /\/tasks\/\d+\/decide$/.test(at.href), "the decision");
        await officer.enter();
      }
    }
    assert.equal(seen.size, goal, `${goal} cases were cleared`);
    await officer.go("/desk?tab=mine");
    assert.ok((await officer.page.locator("tbody tr").count()) >= goal, "the prepared decisions can still be undone");
    await officer.keeps("desk-mine");
    t.diagnostic(`${seen.size} cases with ${presses} decisions by keyboard`);
  });

  test("cases are decided together, with a look before, and taken back", async () => {
    const officer = await Officer.open("moi.residency_affairs.3", "ar", 1280);
    await officer.go("/desk?tab=unit&show=free&service=kw.moi.residency_renewal");
    const boxes = officer.page.locator("input[name=pick]");
    const count = Math.min(3, await boxes.count());
    if (count === 0) return;
    for (let at = 0; at < count; at += 1) await boxes.nth(at).check();
    await officer.press(officer.page.locator("button[name=do][value=decide]"));
    await officer.keeps("bulk-decide");
    await officer.press(officer.page.locator("button[name=do][value=preview]"));
    assert.equal(await officer.page.locator(".error-summary").count(), 1, "an outcome is needed");
    await officer.page.locator("label[for=outcome-0]").click();
    await officer.press(officer.page.locator("button[name=do][value=preview]"));
    await officer.keeps("bulk-preview");
    const prepare = officer.page.locator("button[name=do][value=prepare]");
    if ((await prepare.count()) === 0) return;
    await officer.press(prepare);
    await officer.keeps("bulk-done");
    await officer.press(officer.page.locator("button[name=do][value=undo]"));
    assert.equal(await officer.page.locator(".notice.good").count(), 1, "all of them are taken back");
  });

  test("the owner of a service changes a fee; a second owner approves it and it is in force", async () => {
    const service = "kw.moi.driving_licence_renewal";
    const maker = await Officer.open("moi.services.1", "ar", 1280);
    const checker = await Officer.open("moi.services.2", "en", 390);
    await maker.go("/desk/services");
    await maker.keeps("services");
    await maker.press(maker.page.locator(`main a[href$="/desk/services/${service}"]`));
    await maker.keeps("service-own");
    await maker.press(maker.page.locator(`main a[href$="/${service}/edit"]`));
    await maker.keeps("service-edit");
    const fee = maker.page.locator("[name='amount.fee.0']");
    assert.equal(await fee.inputValue(), "10.000");
    await fee.fill("عشرة");
    await maker.press(maker.page.locator("main form button.btn[type=submit]"));
    assert.equal(await maker.page.locator("[aria-invalid=true]").count(), 1, "the field is marked");
    await fee.fill("١٢٫٥");
    await maker.page.locator("[name=note]").fill("قرار مجلس الوزراء");
    await maker.press(maker.page.locator("main form button.btn[type=submit]"));
    assert.match(maker.page.url(), /\/version$/);
    await maker.keeps("service-version");
    assert.equal(await maker.page.locator("main .tag.bad").count(), 0, "all scenarios go as expected");
    await maker.press(maker.page.locator(`main a[href$="/${service}/page"]`));
    assert.match(await maker.page.locator("main").innerText(), /12\.500|معاينة/);
    await maker.keeps("service-preview");
    await maker.go(`/desk/services/${service}/version`);
    assert.equal(await maker.page.locator(`a[href$="/approve"]`).count(), 0, "nobody approves their own");
    await maker.press(maker.page.locator(`form[action$="/${service}/send"] button`));

    await checker.go("/desk/services");
    await checker.press(checker.page.locator(`main a[href$="/desk/services/${service}"]`));
    await checker.press(checker.page.locator(`main a[href$="/${service}/version"]`));
    await checker.keeps("service-check");
    await checker.press(checker.page.locator(`a[href$="/${service}/approve"]`));
    await checker.keeps("service-approve");
    await checker.press(checker.page.locator("main form button.btn[type=submit]"));
    await checker.keeps("service-published");
    await checker.go(`/services/${service}`);
    assert.match(await checker.page.locator("main").innerText(), /2026\.2/, "the new version is in force");
  });

  test("the team's pages keep what every page must keep", async () => {
    const head = await Officer.open("moi.residency_affairs.1", "ar", 390);
    for (const path of ["/desk/team", "/desk/team/absence", "/desk/team/rules", "/desk/quality", "/desk/templates", "/desk/templates/new"]) {
      await head.go(path);
      await head.keeps(path.slice(1).replaceAll("/", "-"));
    }
  });
});
