"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("scripted");

  // Light and dark: the system's choice, until the reader chooses.
  const theme = document.querySelector(".theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const told = () => {
    theme.textContent = dark() ? "Light" : "Dark";
    theme.setAttribute("aria-label", `Show the page in ${dark() ? "light" : "dark"} colours`);
    theme.removeAttribute("aria-pressed");
  };
  const kept = (value) => {
    // A page that is opened from a file may have no storage.
    try { return value === undefined ? localStorage.getItem("theme") : localStorage.setItem("theme", value); } catch { return null; }
  };
  if (["light", "dark"].includes(kept())) root.dataset.theme = kept();
  theme.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    kept(root.dataset.theme);
    told();
  });
  system.addEventListener("change", told);
  told();

  // Search: a result must contain every word.
  const field = document.getElementById("find");
  const found = document.getElementById("found");
  const folds = all("main details");
  const items = all("[data-find]");
  const nodes = all(".picture .node");
  // A branch of the tree matches by its own words, not by those of its children.
  const own = (item) => item.querySelector(":scope > .branch > summary") || (item.querySelector(":scope > ul") ? item.firstElementChild : item);
  const texts = new Map([...items, ...nodes].map((item) => [item, `${item.dataset.find || ""} ${own(item).textContent}`.toLowerCase()]));
  let before = null;

  const clear = () => {
    items.forEach((item) => item.classList.remove("gone"));
    nodes.forEach((node) => node.classList.remove("hit"));
    root.classList.remove("searching");
    found.textContent = "";
    if (before) before.forEach((open, fold) => { fold.open = open; });
    before = null;
  };

  const search = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return clear();
    before ??= new Map(folds.map((fold) => [fold, fold.open]));
    root.classList.add("searching");
    const fits = (item) => words.every((word) => texts.get(item).includes(word));
    const hits = new Set(items.filter((item) => fits(item) && !(root.classList.contains("brief") && item.matches(".default"))));
    const lit = new Set();
    hits.forEach((item) => item.dataset.nodes && lit.add(item.dataset.nodes));
    items.forEach((item) => item.classList.toggle("gone", !hits.has(item) && !all("[data-find]", item).some((inner) => hits.has(inner))));
    nodes.forEach((node) => node.classList.toggle("hit", fits(node) || lit.has(node.dataset.key)));
    folds.forEach((fold) => {
      if (fold.matches(".inputs")) fold.open = false;
      else fold.open = fold.closest("#picture") !== null || all("[data-find]", fold).some((item) => hits.has(item));
    });
    found.textContent = hits.size === 1 ? "1 found" : `${hits.size} found`;
  };
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { field.value = ""; clear(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea")) {
      event.preventDefault();
      field.focus();
    }
  });

  const said = document.getElementById("said");
  said.addEventListener("click", () => {
    said.setAttribute("aria-pressed", String(root.classList.toggle("brief")));
    search();
  });

  // Folding: sections and groups, not the inputs of each resource.
  const fold = document.getElementById("fold");
  const large = () => folds.filter((each) => !each.matches(".inputs"));
  fold.addEventListener("click", () => {
    const open = fold.textContent === "Unfold all";
    large().forEach((each) => { each.open = open; });
    fold.textContent = open ? "Fold all" : "Unfold all";
  });

  // Open the folded parents of the target of a link.
  const unfold = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (target.matches("section")) target.firstElementChild.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  if (location.hash) unfold();

  let printed = null;
  addEventListener("beforeprint", () => {
    printed = new Map(large().map((each) => [each, each.open]));
    large().forEach((each) => { each.open = true; });
  });
  addEventListener("afterprint", () => {
    if (printed) printed.forEach((open, each) => { each.open = open; });
    printed = null;
  });
})();
