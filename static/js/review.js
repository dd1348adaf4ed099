// The page of a step: all ticks at once, a row that is sent back loses its tick, and the button says what it will do.
document.addEventListener("DOMContentLoaded", function () {
  const form = document.querySelector("form.step"), button = form && form.querySelector("[data-does]");
  if (!button) return;
  const judging = "returns" in button.dataset;
  const ticks = Array.from(form.querySelectorAll("input[name=row]"));
  const reasons = Array.from(form.querySelectorAll(".back textarea"));
  function tickOf(reason) {
    return ticks.find(function (tick) { return "back-" + tick.value === reason.name; });
  }
  function say() {
    const back = reasons.filter(function (reason) { return reason.value.trim(); });
    const apart = judging ? back : [];
    const count = ticks.filter(function (tick) { return tick.checked; }).length;
    const words = count || !apart.length ? [button.dataset.does.replace("{}", count)] : [];
    if (apart.length) words.push(button.dataset.returns.replace("{}", apart.length));
    button.value = words.join("，");
  }
  reasons.forEach(function (reason) {
    reason.addEventListener("input", function () {
      const tick = tickOf(reason), said = Boolean(reason.value.trim());
      if (tick) tick.checked = judging ? !said : tick.checked || said;
      say();
    });
    reason.closest("details").addEventListener("toggle", function (event) {
      if (event.target.open && judging) reason.focus();
    });
  });
  ticks.forEach(function (tick) {
    tick.addEventListener("change", function () {
      const reason = judging && tick.checked && reasons.find(function (one) { return tickOf(one) === tick; });
      if (reason) reason.value = "";
      say();
    });
  });
  form.querySelectorAll("[data-all]").forEach(function (all) {
    all.closest(".all").hidden = false;
    all.addEventListener("click", function () {
      ticks.forEach(function (tick) { tick.checked = Boolean(all.dataset.all); });
      if (judging && all.dataset.all) reasons.forEach(function (reason) { reason.value = ""; });
      say();
    });
  });
  say();
});
