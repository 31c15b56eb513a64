"use strict";
// Where the words that are sought stand in the text that is open.

const makeSpots = () => {
  let ranges = [], at = -1;

  const rangesOf = (doc, filters) => {
    const walk = document.createTreeWalker(doc.section.querySelector(".body"), NodeFilter.SHOW_TEXT);
    const length = filters.words().length;
    let node = walk.nextNode(), before = 0;
    const reach = (index) => {
      while (node && before + node.length < index) { before += node.length; node = walk.nextNode(); }
      return [node, index - before];
    };
    const found = filters.spots(doc), made = new Map();
    for (const spot of [...found].sort((a, b) => a.at - b.at)) { // the walker goes forwards only
      const range = document.createRange();
      range.setStart(...reach(spot.at));
      range.setEnd(...reach(spot.at + length));
      made.set(spot, range);
    }
    return found.map((spot) => made.get(spot));
  };
  const paint = () => {
    if (!globalThis.CSS?.highlights) return; // then they are only scrolled to
    CSS.highlights.set("found", new Highlight(...ranges));
    CSS.highlights.set("current", new Highlight(...(at < 0 ? [] : [ranges[at]])));
  };

  return {
    mark: (doc, filters) => {
      ranges = doc ? rangesOf(doc, filters) : [];
      at = -1;
      paint();
    },
    // Goes to the next, and returns whether there is one.
    next: () => {
      if (at + 1 >= ranges.length) return false;
      at += 1;
      paint();
      return true;
    },
    top: () => ranges[at].getBoundingClientRect().top,
  };
};
