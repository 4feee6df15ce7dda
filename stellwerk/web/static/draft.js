/* Warn before a page is left with something typed and not saved yet. Without this file the button saves. */
(() => {
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  let isOpen = false;
  form.addEventListener("input", () => { isOpen = true; });
  form.addEventListener("submit", () => { isOpen = false; });
  document.body.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) isOpen = false; });
  window.addEventListener("beforeunload", (event) => { if (isOpen) event.preventDefault(); });
})();
