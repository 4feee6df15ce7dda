/* The grid with arrow keys, Home and End; changed cells are marked and counted. Without this file Tab does it. */
(() => {
  const table = document.querySelector("[data-grid]");
  if (!table) return;
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  const count = document.querySelector("[data-grid-count]");
  const place = (field) => {
    const y = rows.findIndex((row) => row.includes(field));
    return [y, rows[y].indexOf(field)];
  };
  const go = (y, x) => {
    const field = rows[y]?.[x];
    if (!field) return false;
    field.focus();
    field.select();
    return true;
  };
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const step = steps[event.key];
    const isEdge = event.key === "Home" || event.key === "End";
    if (!step && !isEdge) return;
    const [y, x] = place(event.target);
    if (y < 0) return;
    const moved = isEdge ? go(y, event.key === "Home" ? 0 : rows[y].length - 1) : go(y + step[0], x + step[1]);
    if (moved || event.key === "Enter") event.preventDefault();
  });
  const known = new Map(rows.flat().map((field) => [field, field.classList.contains("is-changed") ? null : field.value]));
  const mark = () => {
    let changed = 0;
    for (const [field, value] of known) {
      const differs = value === null || field.value.trim().toLowerCase() !== value;
      field.classList.toggle("is-changed", differs);
      changed += differs;
    }
    count.textContent = changed ? `${count.dataset.some} ${changed}` : count.dataset.none;
  };
  table.addEventListener("input", mark);
  table.addEventListener("focusin", (event) => event.target.select?.());
  mark();
})();
