"use strict";
// What texts name, added up: each entity once, and each name that was not linked.

const lists = (() => {
  const { make, inShort } = listing;
  const KINDS = [["place", "Places"], ["person", "People"], ["organisation", "Organisations"], ["", "Not linked"]];
  const ROLES = ["literal", "metonymic", "modifier", "embedded", "demonym", "dateline", "unclear"];
  const AT_FIRST = 100; // entries of a list; the others come when asked for
  const kindOf = (data, m) => (m.entity === undefined ? m.kind : data.entities[m.entity].kind);

  // Rows by what is named: mentions, how many of them in which role and how many literally on the
  // map, the best score, and the numbers of the mentions in each document.
  const tally = (docs) => {
    const found = new Map();
    for (const doc of docs) {
      const { mentions, entities, primary } = doc.data;
      mentions.forEach((m, n) => {
        if (!doc.on[n]) return;
        const entity = m.entity === undefined ? null : entities[m.entity];
        const key = entity ? entity.id : `\n${m.kind}\n${m.text}${docs.length > 1 ? "" : `\n${m.reason}`}`;
        if (!found.has(key)) {
          const name = entity ? entity.name : m.text;
          const counts = { mentions: 0, mapped: 0, literal: 0, score: 0 };
          found.set(key, { key, entity, name, kind: kindOf(doc.data, m), reason: m.reason, roles: {}, docs: new Map(), ...counts });
        }
        const row = found.get(key);
        row.mentions += 1;
        row.score = Math.max(row.score, m.score ?? 0);
        const role = m.role ?? "unclear";
        row.roles[role] = (row.roles[role] ?? 0) + 1;
        if (!m.unmapped) row.mapped += 1;
        if (!m.unmapped && role === "literal") row.literal += 1;
        if (!row.docs.has(doc)) row.docs.set(doc, []);
        row.docs.get(doc).push(n);
        if (docs.length === 1 && m.entity === primary && entity) row.primary = true;
      });
    }
    const rows = [...found.values()];
    if (docs.length > 1) rows.sort((a, b) => b.mentions - a.mentions);
    rows.forEach((row, index) => { row.index = index; });
    return rows;
  };
  // outlines: of areas, by the ids of their entities.
  const placesOf = (rows, outlines = {}) => rows.filter(({ entity, mapped }) => (
    entity?.kind === "place" && entity.lat !== undefined && mapped
  )).map((row) => ({ ...row.entity, index: row.index, mentions: row.mapped, literal: row.literal, primary: row.primary, outline: outlines[row.key] }));

  const rolesOf = (row) => ROLES.filter((role) => row.roles[role]).map((role) => `${row.roles[role]} ${role}`);
  const notes = (row) => {
    if (!row.entity) return row.reason ?? "";
    const told = [inShort(row.entity)];
    if (row.kind === "place" && row.roles.literal !== row.mentions) told.push(rolesOf(row).join(", "));
    if (row.kind === "place" && row.entity.lat === undefined) told.push("no coordinates are known");
    return told.filter(Boolean).join("; ");
  };
  const item = (row, several, onChoose) => {
    const button = make("button", { type: "button", class: "go", dir: "auto" }, row.name);
    // A key pressed on a button is a click without a place.
    button.addEventListener("click", (event) => onChoose(row, event.detail ? "mouse" : "keys"));
    const times = several ? ` ${row.mentions} in ${row.docs.size === 1 ? "1 text" : `${row.docs.size} texts`}` : ` ${row.mentions}×`;
    return make(
      "li", { "data-row": row.index }, button,
      several || row.mentions > 1 ? make("span", { class: "times", title: "mentions" }, times) : null,
      notes(row) ? make("span", { class: "about", dir: "auto" }, notes(row)) : null,
    );
  };
  const listOf = (words, level, rows, several, onChoose) => {
    const section = make("section", { class: "list" }, make(`h${level}`, {}, `${words} `, make("span", { class: "count" }, String(rows.length))));
    if (!rows.length) section.append(make("p", { class: "none" }, "None."));
    else section.append(make("ul", {}, ...rows.slice(0, AT_FIRST).map((row) => item(row, several, onChoose))));
    if (rows.length > AT_FIRST) {
      const more = make("button", { type: "button", class: "more" }, `Show all ${rows.length}`);
      more.addEventListener("click", () => {
        const list = section.querySelector("ul"), left = rows.slice(AT_FIRST).map((row) => item(row, several, onChoose));
        list.append(...left);
        more.remove();
        left[0].querySelector("button").focus();
      });
      section.append(more);
    }
    return section;
  };
  // Fills a box with the lists; onChoose is told a row, and by "mouse" or "keys".
  const fill = (box, rows, { level, several, onChoose }) => {
    box.replaceChildren(...KINDS.map(([kind, words]) => {
      const own = rows.filter((row) => (row.entity ? row.kind === kind : !kind));
      return listOf(words, level, own, several, onChoose);
    }));
  };

  return { ROLES, kindOf, tally, placesOf, rolesOf, fill };
})();
