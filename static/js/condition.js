// Admin: of the boxes for a condition, shows those that the ticked guides all have. Without it all are shown.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-condition]");
  const guides = [...document.querySelectorAll('input[type=checkbox][name="guides"]')];
  if (!place || !guides.length) return;
  const used = (part) =>
    [...part.querySelectorAll("input")].some((box) => (box.type === "text" ? box.value : box.checked));
  const narrow = () => {
    const ticked = guides.filter((box) => box.checked).map((box) => box.value);
    place.classList.toggle("narrowed", ticked.length > 0);
    for (const part of place.querySelectorAll("[data-guides]")) {
      const has = part.dataset.guides.split(" ");
      part.hidden = !used(part) && !ticked.every((slug) => has.includes(slug));
    }
  };
  for (const box of guides) box.addEventListener("change", narrow);
  narrow();
});
