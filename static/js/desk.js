// A box that searches while one types (select2) gets the name of its label, which the package leaves out.
document.addEventListener("DOMContentLoaded", function () {
  django.jQuery(function () {
    setTimeout(function () {
      document.querySelectorAll("select.admin-autocomplete").forEach(function (select) {
        const label = document.querySelector('label[for="' + select.id + '"]');
        const box = select.nextElementSibling;
        if (!label || !box) return;
        box.querySelectorAll("[role=combobox], [role=textbox]").forEach(function (named) {
          named.removeAttribute("aria-labelledby");
          named.setAttribute("aria-label", label.textContent + " " + named.textContent);
        });
      });
    });
  });
});
// Whoever leaves a form half filled in is asked first.
document.addEventListener("DOMContentLoaded", function () {
  const form = document.querySelector("#content-main form[id$=_form]");
  if (!form) return;
  let touched = false;
  form.addEventListener("input", function () { touched = true; });
  form.addEventListener("change", function () { touched = true; });
  form.addEventListener("submit", function () { touched = false; });
  addEventListener("beforeunload", function (event) { if (touched) event.preventDefault(); });
});
// The days of the calendar, which the framework's Chinese leaves in English.
document.addEventListener("DOMContentLoaded", function () {
  if (window.CalendarNamespace) CalendarNamespace.daysOfWeekInitial = Array.from("日一二三四五六");
});
