"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const grid = byId("matrix"), filter = byId("filter"), status = byId("status"), detail = byId("detail");
  const head = all("thead tr", grid), rows = all("tbody tr.subject", grid);
  const findings = all("article.finding");

  // the matrix as a grid: one stop of the Tab key, arrow keys from cell to cell
  const focusable = (cell) => cell.querySelector("a") || cell;
  const lines = () => [
    [...[...head[0].cells].filter((cell) => cell.rowSpan === 2), ...head[1].cells],
    ...rows.filter((row) => !row.hidden).map((row) => [...row.cells]),
  ];
  let current = null;
  const select = (cell, focus) => {
    if (current) focusable(current).tabIndex = -1;
    current = cell;
    focusable(cell).tabIndex = 0;
    if (focus) focusable(cell).focus();
  };
  const move = (event) => {
    const cell = event.target.closest("th, td");
    const table = lines();
    const y = table.findIndex((line) => line.includes(cell));
    if (y < 0) return;
    const x = table[y].indexOf(cell), page = 10;
    const at = (row, column) => {
      const line = table[Math.max(0, Math.min(row, table.length - 1))];
      return line[Math.max(0, Math.min(column, line.length - 1))];
    };
    const next = {
      ArrowRight: () => at(y, x + 1), ArrowLeft: () => at(y, x - 1), ArrowDown: () => at(y + 1, x), ArrowUp: () => at(y - 1, x),
      PageDown: () => at(y + page, x), PageUp: () => at(y - page, x),
      Home: () => at(event.ctrlKey ? 0 : y, 0), End: () => at(event.ctrlKey ? table.length : y, Infinity),
    }[event.key];
    if (next && !event.altKey && !event.metaKey) {
      event.preventDefault();
      select(next(), true);
      current.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  };

  // details beside the matrix
  let opener = null;
  const show = (link) => {
    if (opener) opener.removeAttribute("aria-current");
    opener = link;
    link.setAttribute("aria-current", "true");
    const shown = link.dataset.shows.split(" ").map((id) => {
      const copy = byId(id).cloneNode(true);
      copy.hidden = false;
      [copy, ...all("[id]", copy)].forEach((element) => element.removeAttribute("id"));
      return copy;
    });
    detail.hidden = false;
    document.body.classList.add("detailed");
    byId("detail-body").replaceChildren(...shown);
    byId("detail-title").textContent = link.dataset.subject;
    byId("detail-title").focus();
    const covered = link.getBoundingClientRect().bottom + 16 - detail.getBoundingClientRect().top;
    if (matchMedia("(max-width: 70rem)").matches && covered > 0) scrollBy(0, covered);
  };
  const hide = () => {
    detail.hidden = true;
    document.body.classList.remove("detailed");
    if (opener) {
      opener.removeAttribute("aria-current");
      opener.focus();
    }
    opener = null;
  };

  const copy = async (button) => {
    const code = button.closest(".sql").querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch (refused) {
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    status.textContent = "The SQL is copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  // what is shown of matrix and findings
  const texts = new Map(findings.map((finding) => [finding, finding.textContent.toLowerCase()]));
  const apply = () => {
    const query = byId("query").value.trim().toLowerCase();
    const kinds = new Set(all("[name=kind]:checked", filter).map((box) => box.value));
    const tables = byId("all-tables").checked;
    const matches = new Set();
    findings.forEach((finding) => {
      finding.hidden = !(kinds.has(finding.dataset.kind) && texts.get(finding).includes(query));
      if (!finding.hidden) matches.add(finding.id);
    });
    all("section.subject").forEach((section) => { section.hidden = !all("article", section).some((finding) => !finding.hidden); });
    rows.forEach((row) => {
      const links = all("a[data-shows]", row).filter((link) => link.dataset.rule);
      links.forEach((link) => { link.hidden = !link.dataset.shows.split(" ").some((id) => matches.has(id)); });
      row.hidden = !links.some((link) => !link.hidden) && !(tables && row.cells[0].textContent.toLowerCase().includes(query));
    });
    all("tbody", grid).forEach((body) => { body.hidden = all("tr.subject", body).every((row) => row.hidden); });
    status.textContent = matches.size + " of " + findings.length + " findings";
    if (current && !current.getClientRects().length) select(head[0].cells[0], false);
  };
  const rules = (shown) => {
    all(".silent", grid).forEach((cell) => cell.remove());
    if (!shown) return;
    const silent = all("[data-silent]");
    if (!silent.length) return;
    const group = document.createElement("th");
    group.className = "silent";
    group.scope = "colgroup";
    group.colSpan = silent.length;
    group.textContent = "Found nothing";
    head[0].append(group);
    silent.forEach((rule) => {
      const cell = document.createElement("th");
      const turned = document.createElement("div"), link = document.createElement("a");
      cell.className = "silent";
      cell.scope = "col";
      turned.className = "rule";
      link.href = "#" + rule.id;
      link.tabIndex = -1;
      link.textContent = rule.dataset.silent;
      turned.append(link);
      cell.append(turned);
      head[1].append(cell);
    });
    const blank = document.createElement("td");
    blank.className = "silent";
    rows.forEach((row) => row.append(...silent.map(() => blank.cloneNode())));
  };

  grid.setAttribute("role", "grid");
  all("th, td", grid).forEach((cell) => { focusable(cell).tabIndex = -1; });
  select(head[0].cells[0], false);
  grid.addEventListener("keydown", move);
  grid.addEventListener("focusin", (event) => { select(event.target.closest("th, td"), false); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-shows]");
    if (link) {
      event.preventDefault();
      show(link);
    } else if (event.target.matches("button.copy")) {
      copy(event.target);
    } else if (event.target.closest("#detail a, #close")) {
      hide();
    }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !detail.hidden) hide(); });
  filter.addEventListener("input", apply);
  byId("all-rules").addEventListener("input", (event) => { rules(event.target.checked); });
  all("button.copy").forEach((button) => { button.hidden = false; });
  byId("all-tables").checked = rows.length <= 60 || !findings.length;
  filter.hidden = false;
  apply();
})();
