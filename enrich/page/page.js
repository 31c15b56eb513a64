"use strict";
// The article page: its texts stand in the file, each with its data.
(() => {
  const read = (node) => JSON.parse(node.textContent);
  const root = document.documentElement, take = document.getElementById("downloads");
  root.dataset.script = "true";

  const docs = [...document.querySelectorAll(".document")].map((section) => ({
    section, data: read(section.querySelector("script.data")),
  }));
  const reader = makeReader({ basemap: read(document.getElementById("basemap")), tiles: document.body.dataset, level: docs.length > 1 ? 3 : 2 });
  if (docs.length) reader.load(docs, {
    outlines: read(document.getElementById("outlines")), around: read(document.getElementById("around")),
  });

  take.hidden = !docs.length;
  take.addEventListener("click", (event) => {
    const form = event.target.closest("button")?.dataset.take;
    if (!form) return;
    const shown = reader.shown(), taken = document.getElementById("taken");
    taken.textContent = shown.rows.length ? `${downloads.take(form, shown)} was made.` : "Nothing is shown that a file could hold.";
  });
  performance.mark("map drawn");
  root.dataset.ready = "true";
})();
