"use strict";
// Search and filters: which mentions of which texts are shown, in the text, the lists and the map.

const makeFilters = (box, changed) => {
  const query = box.querySelector("#query"), least = box.querySelector("#least");
  const boxes = [...box.querySelectorAll("input[type=checkbox]")];
  const reset = box.querySelector("#reset"), shown = box.querySelector("#shown");

  // Letters without their accents, one for one: what is found stands at the same index in the text.
  const folded = (text) => {
    const lower = text.toLowerCase().length === text.length ? text.toLowerCase() : text;
    return lower.replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, (letter) => letter.normalize("NFD")[0]).replace(/\s/g, " ");
  };
  const foldedText = (doc) => { doc.folded ??= folded(doc.text()); return doc.folded; };
  const wanted = () => folded(query.value.normalize("NFC").trim().replace(/\s+/g, " "));

  // Where the words stand in a text: whole words first, then beginnings of words, then what is inside.
  const isLetter = (letter = "") => /[\p{L}\p{N}]/u.test(letter);
  const inside = (text, words, at) => {
    if (isLetter(text[at - 1]) && isLetter(words[0])) return 2;
    return isLetter(text[at + words.length]) && isLetter(words.at(-1)) ? 1 : 0;
  };
  const spots = (doc) => {
    const words = wanted(), text = foldedText(doc), found = [];
    for (let at = words ? text.indexOf(words) : -1; at >= 0; at = text.indexOf(words, at + words.length)) found.push({ at, rank: inside(text, words, at) });
    return found.sort((a, b) => a.rank - b.rank);
  };
  const isNamed = (doc, m, words) => {
    const entity = m.entity === undefined ? null : doc.data.entities[m.entity];
    return folded(m.text).includes(words) || (entity !== null && folded(entity.name).includes(words));
  };
  // The texts that the words stand in, those first where they are a name or begin one.
  const found = (docs) => {
    const words = wanted(), ranks = new Map();
    for (const doc of docs) {
      const [first] = spots(doc);
      if (!first) continue;
      const names = doc.data.mentions.map((m) => folded(m.text)).filter((name) => name.includes(words));
      const isName = names.some((name) => inside(name, words, name.indexOf(words)) < 2);
      ranks.set(doc, isName ? -1 : first.rank);
    }
    return [...ranks.keys()].sort((a, b) => ranks.get(a) - ranks.get(b));
  };
  const isTitled = (doc, words) => folded(doc.data.document.title).includes(words);

  const isActive = () => query.value.trim() !== "" || least.value !== "0" || boxes.some((one) => !one.checked);
  // Sets which mentions of each text are on, and whether it is listed. A word that is no name picks
  // the texts that it stands in, with all that these name.
  const apply = (docs) => {
    if (!isActive()) {
      for (const doc of docs) Object.assign(doc, { on: doc.data.mentions.map(() => true), listed: true });
      return;
    }
    const off = new Set(boxes.filter((one) => !one.checked).map((one) => `${one.name} ${one.value}`));
    const words = wanted(), low = Number(least.value) / 100;
    const passes = (m, kind) => {
      if (m.entity === undefined) return !off.has("kind unlinked");
      if (off.has(`kind ${kind}`) || (m.score ?? 0) < low) return false;
      return kind !== "place" || !off.has(`role ${m.role ?? "unclear"}`);
    };
    const named = new Map(docs.map((doc) => [doc, doc.data.mentions.map((m) => !words || isNamed(doc, m, words))]));
    const isName = [...named.values()].some((all) => all.includes(true));
    for (const doc of docs) {
      const isFound = !words || isTitled(doc, words) || foldedText(doc).includes(words);
      const own = named.get(doc);
      doc.on = doc.data.mentions.map((m, n) => (isName ? own[n] : isFound) && passes(m, lists.kindOf(doc.data, m)));
      doc.listed = isFound || own.includes(true);
    }
  };

  const announce = (docs, places) => {
    reset.hidden = !isActive();
    if (!isActive()) return shown.textContent ? "All is shown again." : "";
    const of = (some, all, what) => `${some} of ${all} ${what}${all === 1 ? "" : "s"}`;
    const on = docs.reduce((sum, doc) => sum + doc.on.filter(Boolean).length, 0);
    const told = [of(on, docs.reduce((sum, doc) => sum + doc.on.length, 0), "mention")];
    if (docs.length > 1) told.push(of(docs.filter((doc) => doc.listed).length, docs.length, "text"));
    told.push(`${places === 1 ? "1 place" : `${places} places`} on the map`);
    let words = `Shown: ${told.join(", ")}.`;
    if (wanted()) {
      const times = docs.reduce((sum, doc) => sum + spots(doc).length, 0);
      words += ` “${query.value.trim()}” occurs ${times === 1 ? "once" : `${times} times`} in the text${docs.length > 1 ? "s" : ""}.`;
    }
    return words;
  };

  let waiting = 0;
  const now = () => {
    clearTimeout(waiting);
    waiting = 0;
    changed();
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(now, 150);
  };
  box.addEventListener("input", () => {
    box.querySelector("#atleast").textContent = least.value === "0" ? "any" : `${least.value} %`;
    soon();
  });
  reset.addEventListener("click", () => {
    query.value = "";
    least.value = "0";
    for (const one of boxes) one.checked = true;
    box.querySelector("#atleast").textContent = "any";
    now();
    query.focus();
  });

  return {
    apply, spots, found, isActive, words: wanted,
    // A role that no place has is none to choose.
    offer: (docs) => {
      const roles = new Set(docs.flatMap((doc) => doc.data.mentions.filter((m) => m.entity !== undefined && lists.kindOf(doc.data, m) === "place").map((m) => m.role ?? "unclear")));
      for (const role of boxes.filter((one) => one.name === "role")) role.parentElement.hidden = role.checked && !roles.has(role.value);
      box.hidden = false;
    },
    say: (docs, places) => { shown.textContent = announce(docs, places); },
    onEnter: (act) => query.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (waiting) now(); // otherwise all is marked already, and the next spot is next
      act();
    }),
  };
};
