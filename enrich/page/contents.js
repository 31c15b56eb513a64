"use strict";
// The list of the texts at the side, and the way from one to the next.

// go: opens a text by its number, or the overview for null.
const makeContents = (nav, go) => {
  const { make } = listing;
  let entries = [];

  const makeEntry = (number, title) => {
    const link = make("a", { href: number === null ? "#all" : `#d${number}` }), about = make("span", { class: "about" });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(number);
    });
    link.append(make("bdi", {}, title), about);
    return { number, link, about, item: make("li", {}, link) };
  };
  const step = (by) => {
    const some = entries.filter(({ item }) => !item.hidden), at = some.findIndex(({ link }) => link.hasAttribute("aria-current"));
    return some[at + by] ?? null;
  };
  const steps = [["previous", -1, "‹ Previous"], ["next", 1, "Next ›"]].map(([id, by, words]) => {
    const button = make("button", { type: "button", id }, words);
    button.addEventListener("click", () => go(step(by).number));
    return { button, by };
  });

  const where = make("span", { role: "status" });

  const build = (docs) => {
    if (!nav) return;
    entries = docs.length > 1 ? [makeEntry(null, "All texts"), ...docs.map((doc, n) => makeEntry(n, doc.data.document.title))] : [];
    nav.hidden = !entries.length;
    nav.replaceChildren(
      make("h2", {}, `${docs.length} texts`), make("p", { class: "steps" }, ...steps.map(({ button }) => button), where),
      make("ol", {}, ...entries.map(({ item }) => item)),
    );
  };

  const sum = (some, of) => some.reduce((all, doc) => all + of(doc), 0);
  // open: the text that is open, or null; isFiltered: whether some mentions may be off.
  const write = (docs, open, isFiltered) => {
    for (const { number, link, about, item } of entries) {
      const some = number === null ? docs : [docs[number]], all = sum(some, (doc) => doc.on.length);
      const { published, outlet } = number === null ? {} : some[0].data.document;
      const words = all === 1 ? "1 mention" : `${all} mentions`, on = sum(some, (doc) => doc.on.filter(Boolean).length);
      about.textContent = [published?.slice(0, 10), outlet, isFiltered ? `${on} of ${words}` : words].filter(Boolean).join(" · ");
      item.hidden = number !== null && !some[0].listed;
      if ((number === null ? null : some[0]) === open) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    where.textContent = open ? `${docs.indexOf(open) + 1} of ${docs.length}` : "";
    for (const { button, by } of entries.length ? steps : []) button.disabled = !step(by);
  };

  return { build, write };
};
