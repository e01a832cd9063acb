// Comfort on top of pages that work without it: nothing here is needed to reach or send anything.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  let typed = false;

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

  // A form with files is sent so that the progress can be seen; where that fails, the browser sends it itself.
  for (const form of document.querySelectorAll("form[enctype]")) {
    form.addEventListener("submit", (event) => {
      const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
      if (!files || form.dataset.plain || form.dataset.sent) return;
      event.preventDefault();
      const bar = form.querySelector("progress") ?? document.createElement("progress");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", document.documentElement.lang === "ar" ? "إرسال الملف" : "Sending the file");
      form.querySelector(".upload").after(bar);
      const plain = () => {
        bar.remove();
        form.dataset.plain = "1";
        delete form.dataset.sent;
        form.requestSubmit(event.submitter ?? undefined);
      };
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", (sent) => {
        if (sent.lengthComputable) bar.value = sent.loaded / sent.total;
      });
      request.addEventListener("load", () => {
        // A way on is followed; a page with what is wrong takes the place of this one, with all that was typed.
        if (request.responseURL && request.responseURL !== form.action && request.status < 400) {
          typed = false;
          location.assign(request.responseURL);
        } else if (request.responseText.startsWith("<!doctype html>")) {
          typed = false;
          document.open();
          document.write(request.responseText);
          document.close();
        } else plain();
      });
      request.addEventListener("error", () => {
        // The line broke: what was typed and chosen stays, and the button works again.
        bar.remove();
        delete form.dataset.sent;
        const note = form.querySelector(".broken-line") ?? document.createElement("p");
        note.className = "error broken-line";
        note.setAttribute("role", "alert");
        note.textContent =
          document.documentElement.lang === "ar"
            ? "انقطع الاتصال قبل وصول الملف. ما كتبته باقٍ؛ أعد المحاولة."
            : "The connection broke before the file arrived. What you typed is still here; try again.";
        form.querySelector(".actions").before(note);
      });
      request.send(new FormData(form, event.submitter));
    });
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
  const form = document.querySelector("main form[method=post]");
  if (form && form.querySelector("textarea, input[type=text]")) {
    form.addEventListener("input", () => (typed = true));
    form.addEventListener("submit", () => (typed = false));
    addEventListener("beforeunload", (event) => {
      if (typed) event.preventDefault();
    });
  }
})();
