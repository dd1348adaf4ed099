// Pages that are answered in place (htmx): that an answer is on its way, that none came, and where one reads on.
"use strict";
// htmx notes the current address in this tab's storage. Answers stand in addresses: nothing of them stays behind.
sessionStorage.removeItem("htmx-current-path-for-history");
(() => {
  const LOST = "没有连上，请再试一次。您填的都还在。";
  const REFUSED = "这次没有办成。请过一会儿再试，或者打 12393 问。";
  const SLOW = 500; // milliseconds: a search that is quicker than this says nothing of itself

  const said = (from) => {
    const after = from.querySelector("[type=submit]") || from;
    let note = after.nextElementSibling;
    if (!note || !note.matches("[data-told]")) {
      note = document.createElement("p");
      note.dataset.told = "";
      note.setAttribute("role", "status");
      after.after(note);
    }
    return note;
  };
  const tell = (from, words, wrong) => {
    const note = said(from);
    note.className = wrong ? "problem" : "";
    note.textContent = words;
  };

  const waits = new WeakMap();
  addEventListener("htmx:beforeRequest", ({ target }) => {
    const button = target.querySelector("[type=submit]");
    tell(target, "", false);
    waits.set(target, setTimeout(() => tell(target, button ? "正在算…" : "正在找…", false), button ? 0 : SLOW));
    if (button) button.disabled = true;
  });
  addEventListener("htmx:afterRequest", ({ target, detail }) => {
    clearTimeout(waits.get(target));
    const button = target.querySelector("[type=submit]");
    if (button) button.disabled = false;
    if (detail.successful) tell(target, "", false);
    else if (button) button.focus();
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) addEventListener(name, ({ target }) => tell(target, LOST, true));
  addEventListener("htmx:responseError", ({ target }) => tell(target, REFUSED, true));

  // An answer takes the place of the button that was pressed: reading goes on at it.
  addEventListener("htmx:afterSettle", () => {
    const answer = document.getElementById("payout");
    if (answer && document.activeElement === document.body) answer.focus({ preventScroll: true });
  });

  // Half a word that is still being composed is found by nothing: that is said when the word is whole.
  let kept = null;
  addEventListener("compositionend", () => {
    if (kept) htmx.trigger(kept, "again");
    kept = null;
  });
  addEventListener("htmx:beforeSwap", ({ target, detail }) => {
    if (!("composing" in document.body.dataset) || !detail.serverResponse.includes("data-nothing")) return;
    detail.shouldSwap = false;
    kept = detail.requestConfig.elt;
  });
})();
