// What every page does where it can. Without it the sizes are links, and browsers print what stands open.
"use strict";
(() => {
  // A new page would lose what was typed: the size changes on the spot, and its link is fetched for the cookie alone.
  document.querySelector(".sizes").addEventListener("click", (event) => {
    const link = event.target.closest("[data-size]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.documentElement.className = "text-" + link.dataset.size;
    for (const one of document.querySelectorAll(".sizes [aria-current]")) one.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    fetch(link.href, { redirect: "manual", keepalive: true }).catch(() => {}); // without a line: for this page only
  });

  // What an address leads to is seen, in browsers too that do not open it themselves.
  const lookedFor = () => {
    const found = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = found && found.closest("details:not([open])");
    if (closed) (closed.open = true), closed.scrollIntoView();
  };
  addEventListener("hashchange", lookedFor);
  lookedFor();

  // To answer in place takes a library: it comes once somebody opens what is answered so, or turns to its box, and until
  // then a form is sent as any form. What was typed meanwhile is looked up when it is there.
  const inPlace = document.querySelector("[data-in-place]");
  const fetchLibrary = () => {
    let script;
    for (const address of inPlace.dataset.inPlace.split(" ")) {
      script = document.createElement("script");
      script.src = address;
      script.async = false; // one after the other
      document.head.append(script);
    }
    script.onload = () => inPlace.value && htmx.trigger(inPlace, "again");
  };
  // A word may be begun before it has come (inplace.js).
  addEventListener("compositionstart", () => (document.body.dataset.composing = ""));
  addEventListener("compositionend", () => delete document.body.dataset.composing);
  if (inPlace && (inPlace.open || inPlace === document.activeElement)) fetchLibrary();
  else if (inPlace) inPlace.addEventListener(inPlace.matches("details") ? "toggle" : "focus", fetchLibrary, { once: true });

  // Paper opens nothing: what belongs on it is opened while it is printed.
  const opened = [];
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details[data-open-in-print]:not([open])")) opened.push(one), (one.open = true);
  });
  addEventListener("afterprint", () => {
    for (const one of opened.splice(0)) one.open = false;
  });
})();
