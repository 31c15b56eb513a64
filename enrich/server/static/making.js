"use strict";
// A text as the service answers it, made into a section as the article page has them. What comes
// from a text is set as text.

const making = (() => {
  const { make } = listing;

  const mention = (told, number, text, letter, changed) => {
    const shown = told.data.mentions[number];
    const entity = shown.entity === undefined ? null : told.data.entities[shown.entity];
    const span = make("span", { class: `m ${entity ? entity.kind : shown.kind}`, "data-m": number }, text);
    if (!entity) span.classList.add("unlinked");
    else if (entity.kind === "place" && shown.role !== "literal") span.classList.add("other");
    if (letter) span.dataset.role = letter;
    if (told.mentions[number].decided.length) span.classList.add("decided");
    if (changed.has(number)) span.classList.add("changed");
    return span;
  };
  const body = (told, changed) => {
    const box = make("div", { class: "body" });
    let paragraph = make("p", { dir: "auto" });
    for (const [text, number, letter] of told.pieces) {
      if (number !== undefined) {
        paragraph.append(mention(told, number, text, letter, changed));
        continue;
      }
      // What parts two paragraphs stands between them, so that nothing of the text is lost.
      text.split(/(\n[ \t]*\n\s*)/).forEach((part, i) => {
        if (i % 2) {
          box.append(paragraph, part);
          paragraph = make("p", { dir: "auto" });
        } else {
          paragraph.append(part);
        }
      });
    }
    box.append(paragraph);
    return box;
  };
  // changed: the numbers of the mentions that mean something else than before.
  return (told, number, changed) => {
    const { title, outlet, published, id } = told.data.document;
    const primary = told.data.primary === undefined ? null : told.data.entities[told.data.primary];
    const facts = [outlet, published, id].filter(Boolean).map((fact) => make("span", { dir: "auto" }, String(fact)));
    if (primary) facts.push(make("span", { class: "primary" }, "primary place: ", make("b", { dir: "auto" }, primary.name)));
    const section = make("section", { class: "document", id: `d${number}`, "aria-labelledby": `t${number}` });
    // Where the text begins with its headline, that is read once: there, where its names are marked.
    const text = body(told, changed), first = text.querySelector("p").textContent.trim().replace(/\s+/g, " ");
    section.append(
      make("article", first === title ? { class: "headed" } : {}, make("h1", { id: `t${number}`, dir: "auto" }, title), make("p", { class: "facts" }, ...facts), text),
      make("div", { class: "lists" }),
    );
    return section;
  };
})();
