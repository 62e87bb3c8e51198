// What the pages do beyond HTML: a card with the row under the pointer or the focus, and narrowing of lists.
"use strict";
(() => {
  const card = document.getElementById("card");
  let lit = [];

  function describe(id) {
    const row = document.getElementById(id);
    if (!row) return null;
    const table = row.closest("table");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const section = document.createElement("section");
    const title = document.createElement("h3");
    const dot = document.createElement("span");
    dot.className = `dot ${table.dataset.layer}`;
    title.append(dot, table.dataset.title);
    const list = document.createElement("dl");
    [...row.cells].forEach((cell, at) => {
      if (!cell.textContent.trim()) return;
      const term = document.createElement("dt");
      term.textContent = heads[at];
      const told = document.createElement("dd");
      told.textContent = cell.textContent;
      list.append(term, told);
    });
    section.append(title, list);
    return section;
  }

  function show(mark) {
    hide();
    const ids = mark.dataset.rows.split(" ");
    card.replaceChildren(...ids.map(describe).filter(Boolean));
    if (!card.childElementCount) return;
    card.hidden = false;
    const box = mark.getClientRects()[0];
    const left = Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 12));
    const below = box.bottom + 8;
    card.style.left = `${left}px`;
    card.style.top = `${below + card.offsetHeight < innerHeight ? below : Math.max(8, box.top - card.offsetHeight - 8)}px`;
    lit = [...document.querySelectorAll(`[data-rows~="${CSS.escape(ids[0])}"]`)];
    lit.forEach((one) => one.classList.add("same"));
    mark.setAttribute("aria-describedby", "card");
  }

  function hide() {
    card.hidden = true;
    lit.forEach((one) => { one.classList.remove("same"); one.removeAttribute("aria-describedby"); });
    lit = [];
  }

  if (card) {
    const over = (event) => { const mark = event.target.closest?.("[data-rows]"); if (mark) show(mark); else hide(); };
    document.addEventListener("mouseover", over);
    document.addEventListener("focusin", over);
    document.addEventListener("scroll", hide, true);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    // A link moves the focus too, so that the keyboard goes on from the row or the place.
    addEventListener("hashchange", () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      target?.focus({ preventScroll: true });
      hide();
    });
  }

  for (const field of document.querySelectorAll("[data-narrow]")) {
    const rows = [...document.getElementById(field.dataset.narrow).tBodies[0].rows];
    field.addEventListener("input", () => {
      const word = field.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(word);
    });
  }
})();
