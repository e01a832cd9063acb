// Journeys of people in real Chromium against the demonstration: a citizen on a phone in Arabic with one mistake, a
// guardian who registers a newborn, a refused person who appeals and wins; and how much a page weighs on a phone.
// AFAQ_DEMO_URL names the demonstration, AFAQ_DEMO_GUIDE holds what it printed, AFAQ_SHOTS a folder for pictures.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { launch } from "./checks.js";
import { Visitor, base, onDesk, persona, picture } from "./visitor.js";

const pagesMax = 12;
const weightBytesMax = 90 * 1024;
const requestsMax = 8;
const iban = "KW81CBKU0000000000001234560101";
const pdf = { name: "تقرير.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") };
const arabic = (digits) => digits.replace(/\d/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]);

let browser;
before(async () => {
  if (process.env.AFAQ_SHOTS) mkdirSync(process.env.AFAQ_SHOTS, { recursive: true });
  browser = await launch();
});
after(async () => browser?.close());

/** Bytes over the line and requests of a page that nothing is kept of yet. */
async function weigh(visitor, path) {
  const session = await visitor.context.newCDPSession(visitor.page);
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  let [bytes, requests] = [0, 0];
  session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  session.on("Network.requestWillBeSent", () => (requests += 1));
  await visitor.go(path);
  await visitor.page.evaluate(() => document.fonts.ready);
  await visitor.page.waitForLoadState("networkidle");
  await session.detach();
  return { path, bytes, requests };
}

describe("people", { concurrency: 1 }, () => {
  test("a citizen applies on a phone in Arabic, with one mistake, in few pages", async () => {
    const { number, child } = persona("cares for a severely disabled child and has no job");
    const citizen = await Visitor.open(browser, "ar", 390);
    await citizen.go("/");
    await citizen.page.locator("#q").fill("مخصص رعاية معاق");
    await citizen.press(citizen.page.locator("form[role=search] button"));
    await citizen.press(citizen.page.locator(".service-card a[href$='kw.pada.carer_allowance']"));
    await citizen.press(citizen.page.locator("form.start button"));
    await citizen.signIn(number);
    await citizen.page.locator("[name='cared_for.civil_number']").fill(arabic("312010101234"));
    await citizen.send();
    assert.equal(await citizen.page.locator("[aria-invalid=true]").count(), 1, "the one mistake is marked");
    await citizen.fill({ "cared_for.civil_number": arabic(child), "payment.iban": iban }, pdf);
    await citizen.keeps("people-check");
    const path = await citizen.submit();
    assert.ok(citizen.pages <= pagesMax, `${citizen.pages} pages from the home page to the receipt`);
    await citizen.go(path);
    await citizen.keeps("people-case");
  });

  test("a guardian registers a newborn, and the first card is issued", async () => {
    const { number, child } = persona("has a newborn without a civil ID");
    const guardian = await Visitor.open(browser, "ar", 390);
    await guardian.go("/services/kw.paci.newborn_civil_id");
    await guardian.press(guardian.page.locator("form.start button"));
    await guardian.signIn(number);
    const photo = { name: "صورة.png", mimeType: "image/png", buffer: picture };
    await guardian.fill({ "newborn.civil_number": child, "contact.phone": "50123456" }, photo);
    await guardian.keeps("newborn-check");
    const path = await guardian.submit();
    const officer = await onDesk(browser, "paci", path.split("/").pop(), "decide");
    await officer.page.locator("label[for=outcome-0]").click();
    await officer.press(officer.page.locator("button[name=do][value=prepare]"));
    await guardian.go(path);
    await guardian.link(/\/documents\//, path);
    await guardian.keeps("newborn-issued");
    await guardian.press(guardian.page.locator(".points button[value='5']"));
    assert.match(guardian.page.url(), /\/rating$/);
    await guardian.page.locator("[name=comment]").fill("<b>سريع</b> وواضح");
    await guardian.send();
    assert.equal(await guardian.page.locator(".points button").count(), 0, "rated");
    await guardian.keeps("newborn-rated");
  });

  test("a refused person appeals and wins", async () => {
    const { number, child } = persona("cares for a child with a moderate disability");
    const person = await Visitor.open(browser, "ar", 390);
    await person.go("/services/kw.pada.carer_allowance");
    await person.press(person.page.locator("form.start button"));
    await person.signIn(number);
    await person.fill({ "cared_for.civil_number": child, "payment.iban": iban }, pdf);
    const path = await person.submit();
    await person.go(path);
    await person.go(await person.link(/\/appeal$/, path));
    await person.keeps("appeal");
    await person.page.locator("main textarea").fill("ساءت حالة ابني منذ آخر تقييم، ومعي تقرير حديث.");
    await person.send();
    await person.go(path);
    await person.keeps("appealed");
    const officer = await onDesk(browser, "pada", path.split("/").pop(), "decide");
    await officer.page.locator("label[for=outcome-0]").click();
    await officer.press(officer.page.locator("button[name=do][value=prepare]"));
    await person.go(path);
    await person.link(/\/documents\//, path);
    await person.keeps("appeal-won");
  });

  test("a person's Arabic page is light on a phone", async () => {
    const { number } = persona("cares for a severely disabled child and has no job");
    const person = await Visitor.open(browser, "ar", 390);
    const weights = [await weigh(person, "/"), await weigh(person, "/services/kw.pada.carer_allowance")];
    await person.signIn(number);
    await person.go("/cases");
    const path = await person.link(/\/cases\/[0-9a-z]{26}$/);
    for (const one of ["/cases", path, "/my-data", "/messages"]) weights.push(await weigh(person, one));
    for (const { path, bytes, requests } of weights) {
      console.log(`${path.replace(/[0-9a-z]{26}/, "ID")}: ${(bytes / 1024).toFixed(1)} KB, ${requests} requests`);
    }
    for (const { path, bytes, requests } of weights) {
      assert.ok(bytes <= weightBytesMax, `${path} weighs ${bytes} bytes`);
      assert.ok(requests <= requestsMax, `${path} makes ${requests} requests`);
    }
    assert.ok(base.startsWith("http://127.0.0.1"));
  });
});
