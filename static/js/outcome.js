// The outcome page: ticks that stay on this device, and buttons for print, copy and share. Without it the page is whole.
"use strict";
(() => {
  // Answers stand in the address: what is stored under it must not spell them out.
  const hash = (text) => {
    let value = 0;
    for (const letter of text) value = (Math.imul(value, 31) + letter.codePointAt(0)) >>> 0;
    return value.toString(36);
  };
  const store = (work) => {
    try {
      return work(localStorage);
    } catch {
      return null; // storage is switched off: ticks last until the page is left
    }
  };

  const current = () => document.querySelector("main.outcome");
  const place = (main) => "ticks:" + hash(main.dataset.here);
  const boxesOf = (main) => [...main.querySelectorAll("[data-tick]")];

  const tick = (main) => {
    const ticked = new Set((store((kept) => kept.getItem(place(main))) || "").split(" "));
    for (const box of boxesOf(main)) box.checked = ticked.has(box.dataset.tick);
  };
  addEventListener("pageshow", (event) => event.persisted && tick(current())); // back to it: they may be cleared

  const keepTicks = (main) => {
    const boxes = boxesOf(main);
    for (const box of boxes) {
      box.addEventListener("change", () => {
        const keys = boxes.filter((one) => one.checked).map((one) => one.dataset.tick);
        store((kept) => (keys.length ? kept.setItem(place(main), keys.join(" ")) : kept.removeItem(place(main))));
      });
    }
  };

  const offer = (button, act) => {
    button.hidden = false;
    const plain = button.parentElement.querySelector("[data-plain]");
    if (plain) plain.hidden = true;
    button.addEventListener("click", act);
  };

  const copy = async (button, said) => {
    const text = document.getElementById(button.dataset.copy);
    let copied;
    try {
      await navigator.clipboard.writeText(text.value ?? text.innerText);
      copied = true;
    } catch {
      getSelection().selectAllChildren(text); // plain http has no clipboard
      if (text.select) text.select();
      copied = document.execCommand("copy");
    }
    said.textContent = copied ? "已经复制，去粘贴就行。" : "没有复制成，请按住上面的字自己复制。";
    button.after(said);
  };

  const buttons = (main) => {
    const said = main.querySelector("[data-said]");
    const wechat = navigator.userAgent.includes("MicroMessenger");
    for (const button of main.querySelectorAll("[data-print]")) if (!wechat) offer(button, () => print());
    for (const button of main.querySelectorAll("[data-copy]")) offer(button, () => copy(button, said));
    for (const button of main.querySelectorAll("[data-share]")) {
      if (navigator.share) offer(button, () => navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {}));
    }
  };

  const serve = (main) => (tick(main), keepTicks(main), buttons(main));
  serve(current());
  addEventListener("htmx:afterSwap", ({ target }) => target.matches("main.outcome") && serve(target)); // a sum's answer is a page anew
})();
