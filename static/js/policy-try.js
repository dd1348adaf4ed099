// Admin: works the example again while a clerk types. Without it the page shows the saved row's example.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-try]");
  const form = place && place.closest("form");
  if (!form) return;
  let timer, running;
  const work = async () => {
    if (running) running.abort();
    running = new AbortController();
    const data = new FormData(form);
    try {
      const answer = await fetch(place.dataset.try, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": data.get("csrfmiddlewaretoken") },
        credentials: "same-origin",
        redirect: "manual",
        signal: running.signal,
      });
      if (answer.ok) place.innerHTML = await answer.text();
      else place.textContent = "现在试算不了，先照常填写；要是还不行，请刷新页面重新登录。";
    } catch (error) {
      if (error.name !== "AbortError") place.textContent = "网络不通，暂时试算不了。";
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(work, 400);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("formset:removed", soon);
});
