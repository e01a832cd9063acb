// Comfort on top of pages that work without it: nothing here is needed to reach or send anything.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  for (const box of document.querySelectorAll(".upload")) {
    const input = box.querySelector("input[type=file]");
    const name = box.querySelector(".upload-name");
    if (!input || !name) continue;
    const show = () => {
      name.textContent = input.files.length ? input.files[0].name : name.dataset.none;
    };
    input.addEventListener("change", show);
    show();
  }

  for (const area of document.querySelectorAll("textarea[data-count]")) {
    const max = Number(area.getAttribute("maxlength"));
    const count = document.createElement("p");
    count.className = "hint";
    count.setAttribute("aria-live", "polite");
    area.after(count);
    const show = () => {
      const left = max - area.value.length;
      count.textContent = left <= max / 4 ? area.dataset.count.replace("%n", String(left)) : "";
    };
    area.addEventListener("input", show);
    show();
  }

  // A second click on a button that was pressed sends nothing; going back makes it work again.
  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      if (form.method === "post") {
        form.dataset.sent = "1";
        setTimeout(() => delete form.dataset.sent, 8000);
      }
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // What was typed and not sent is not lost by a slip: the browser asks before it leaves.
  let typed = false;
  const form = document.querySelector("main form[method=post]");
  if (form && form.querySelector("textarea, input[type=text]")) {
    form.addEventListener("input", () => (typed = true));
    form.addEventListener("submit", () => (typed = false));
    addEventListener("beforeunload", (event) => {
      if (typed) event.preventDefault();
    });
  }
})();
