"use strict";
// What the panel offers beside the evidence: other entities, no entity, a search, a new place; and
// for how much a decision holds. What comes from a text or the gazetteer is set as text.

const makeChoices = (desk) => {
  const { make, about, reasons } = listing;
  const percent = (score) => (score === 1 ? "decided" : score > 0.999 ? "over 99.9 %" : score < 0.001 ? "under 0.1 %" : `${(100 * score).toFixed(score > 0.99 || score < 0.01 ? 1 : 0)} %`);
  let scope = "text", finding = 0, source = null; // the text whose mention is corrected

  // ------------------------------------------------------------------------ what is decided

  const decide = (m, action, entity, more = {}) => {
    const note = document.getElementById("note")?.value.trim();
    const here = scope === "mention";
    const decision = { name: here ? m.text : m.name, action, kind: m.kind };
    if (entity) decision.entity = entity;
    if (scope !== "all") decision.document = source.document;
    if (here && m.around) decision.around = m.around;
    if (here && m.occurrence) decision.occurrence = m.occurrence;
    if (note) decision.note = note;
    desk.decide(m, decision, more);
  };

  const scopes = (m) => {
    const box = make("fieldset", { class: "scope" }, make("legend", {}, "A decision holds for"));
    const many = m.times > 1 ? `all ${m.times} “${m.text}” in this text` : "this text";
    for (const [value, words] of [["mention", "this mention"], ["text", many], ["all", "every text"]]) {
      const radio = make("input", { type: "radio", name: "scope", value });
      radio.checked = value === scope;
      radio.addEventListener("change", () => { scope = value; });
      box.append(make("label", {}, radio, " ", make("bdi", {}, words)));
    }
    return box;
  };

  // ---------------------------------------------------------------------- what it may mean

  const row = (name, about, { now, score, notes, onChoose }) => {
    // Of several that are called the same, each says which it is to those who only hear it.
    const label = [name, now, about].filter(Boolean).join(", ");
    const button = make("button", { type: "button", class: "pick", "aria-label": label }, make("bdi", {}, name));
    if (now) button.append(make("span", { class: "now" }, now));
    button.addEventListener("click", onChoose);
    const item = make("li", {}, button);
    if (score !== null && score !== undefined) item.append(make("b", { class: "share" }, percent(score)));
    if (about) item.append(make("span", { class: "about", dir: "auto" }, about));
    if (notes) item.append(make("span", { class: "about" }, notes));
    return item;
  };

  const options = (m, number, linked) => {
    const { data } = source, list = make("ol", { class: "options" });
    for (const option of data.options[data.mentions[number].options]) {
      const entity = data.entities[option.entity], isLinked = option.entity === linked;
      list.append(row(entity.name, about(entity), {
        now: isLinked ? (m.decided.length ? "linked now" : "linked now: right") : null,
        score: option.score,
        notes: reasons(option, data.signals),
        onChoose: () => decide(m, isLinked ? "accept" : "replace", entity.id),
      }));
    }
    return list.childNodes.length ? list : make("p", { class: "quiet" }, "The gazetteer has nothing of this name.");
  };

  const refusals = (m, linked) => {
    const box = make("p", { class: "refuse" });
    const add = (words, action, entity) => {
      const button = make("button", { type: "button" }, words);
      button.addEventListener("click", () => decide(m, action, entity));
      box.append(button, " ");
    };
    if (linked) add("Not this one", "reject", linked.id);
    add("Not an entity", "reject", null);
    return box;
  };

  // ------------------------------------------------------------------------- the gazetteer

  const search = (m) => {
    const field = make("input", { type: "search", id: "find", maxlength: "200", autocomplete: "off", spellcheck: "false" });
    const found = make("ol", { class: "options", id: "found" });
    const told = make("p", { class: "quiet", id: "hits", role: "status" });
    const form = make(
      "form", { class: "search", role: "search" }, make("label", { for: "find" }, "Search the gazetteer"),
      make("div", { class: "row" }, field, make("button", {}, "Search")),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const name = field.value.trim(), mine = finding += 1;
      if (!name) return;
      told.textContent = "Searching…";
      found.replaceChildren();
      try {
        const { hits, found: number } = await desk.lookup(name);
        if (mine !== finding) return;
        found.replaceChildren(...hits.map((hit) => row(hit.name, about({ ...hit, about: hit.description }), {
          notes: `${hit.kind}, ${hit.id}${hit.matched_name === hit.name ? "" : `; also called “${hit.matched_name}”`}`,
          onChoose: () => decide(m, "replace", hit.id),
        })));
        told.textContent = number > hits.length ? `The first ${hits.length} of ${number}.` : `${number} found.`;
      } catch (error) {
        if (mine === finding) told.textContent = error.message;
      }
    });
    return [form, told, found];
  };

  // --------------------------------------------------------------------------- a new place

  const field = (id, words, attributes) => make(
    "p", {}, make("label", { for: id }, words), make("input", { id, required: "", autocomplete: "off", ...attributes }),
  );
  const newPlace = (m) => {
    const form = make(
      "form", {}, field("newname", "Name", { value: m.text.slice(0, 200), maxlength: "200" }),
      field("lat", "Latitude, in degrees", { type: "number", min: "-90", max: "90", step: "any" }),
      field("lon", "Longitude, in degrees", { type: "number", min: "-180", max: "180", step: "any" }),
      make("p", {}, make("button", {}, "Put it on the map")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = (id) => document.getElementById(id).value;
      const entity = { name: value("newname").trim(), kind: "place", lat: Number(value("lat")), lon: Number(value("lon")) };
      entity.id = desk.freeId(entity.name);
      decide(m, "replace", entity.id, { entity });
    });
    return make("details", { class: "new" }, make("summary", {}, "A place that the gazetteer lacks"), form);
  };

  // Returns the part of the panel that corrects a mention of a text.
  return (one, number, linked) => {
    source = one;
    const m = source.mentions[number], entity = linked === undefined ? null : source.data.entities[linked];
    finding += 1;
    const box = make("section", { class: "correct", "aria-labelledby": "correct" }, make("h3", { id: "correct" }, "Correct"));
    if (m.decided.length) {
      const back = make("button", { type: "button" }, "Take back the decision");
      back.addEventListener("click", () => desk.takeBack(m.decided[0] - 1, true));
      box.append(make("p", { class: "refuse" }, back));
    }
    box.append(
      scopes(m), make("h4", {}, "What it may mean"), options(m, number, linked), refusals(m, entity), ...search(m), newPlace(m),
      make("p", { class: "noted" }, make("label", { for: "note" }, "Note, kept with the decision"), make("input", { id: "note", maxlength: "300", autocomplete: "off" })),
    );
    return box;
  };
};
