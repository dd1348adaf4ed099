// After a question has been swapped in, move the focus to where a full page load would put the reader:
// the box of problems when there is one, else the top of the new question.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "main") return;
  (document.getElementById("problems") || document.getElementById("main")).focus();
});
document.addEventListener("DOMContentLoaded", () => document.getElementById("problems")?.focus());
