"use strict";
// Texts whose links are corrected: this tab holds the texts and the decisions, and the service
// answers what becomes of them. Nothing is kept elsewhere.
(async () => {
  const { make, country } = listing;
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel"), root = document.documentElement;
  root.dataset.script = "true";

  let state = taking.read(), reply = null, busy = false, saved = true, leaving = false;
  const keep = () => taking.write(state); // where it cannot, it lives until the tab is reloaded
  const away = (error) => {
    state.error = error;
    keep();
    leaving = true;
    location.replace("./");
  };
  const ask = (path, body, type) => taking.ask(path, state.token, body, type);
  const sent = ({ documents, decisions, merges, entities }) => JSON.stringify({ documents, decisions, merges, entities });

  // ----------------------------------------------------------------------------- the lists

  const entityOf = (one, n) => {
    const { entity } = one.data.mentions[n];
    return entity === undefined ? null : one.data.entities[entity];
  };
  const DOUBTS = 12, SURE = 0.9;
  const renderDoubts = () => {
    const seen = new Set(), rows = [];
    reply.documents.forEach((one, at) => one.data.mentions.forEach((shown, number) => {
      const entity = entityOf(one, number), key = `${shown.text}\n${entity?.id ?? ""}`;
      const open = entity ? shown.score < SURE : one.data.options[shown.options].length > 0;
      if (!open || one.mentions[number].decided.length || shown.nil === "not_an_entity" || seen.has(key)) return;
      seen.add(key);
      rows.push({ shown, entity, at, number });
    }));
    const sureness = ({ shown, entity }) => (entity ? shown.score : 1); // what is not linked comes last
    rows.sort((a, b) => sureness(a) - sureness(b));
    byId("doubts").textContent = rows.length > DOUBTS ? `${DOUBTS} of ${rows.length}` : String(rows.length);
    byId("doubt").replaceChildren(...rows.slice(0, DOUBTS).map(({ shown, entity, at, number }) => {
      const button = make("button", { type: "button", class: "go", dir: "auto" }, shown.text);
      button.addEventListener("click", () => reader.goTo(at, number));
      const about = entity ? `${told(entity)}, ${Math.round(100 * shown.score)} %` : "not linked";
      return make("li", {}, button, make("span", { class: "about", dir: "auto" }, about));
    }));
    if (!rows.length) byId("doubt").replaceChildren(make("li", { class: "none" }, "Nothing is in doubt."));
  };

  const called = (id) => (reply.named[id] ? `${reply.named[id]}, ${id}` : id);
  const meaning = ({ action, entity }) => {
    if (action === "reject") return entity ? `is not ${called(entity)}` : "is no entity";
    return entity ? `is ${called(entity)}` : "is right";
  };
  const reach = (decision) => {
    if (decision.around) return `for the mention in “${decision.around}”`;
    if (decision.occurrence) return `for mention ${decision.occurrence} in one text`;
    if (!decision.document) return "in every text";
    const named = reply.documents.find((one) => one.document === decision.document || String(one.data.document.id ?? "") === decision.document);
    if (!named) return "in another text";
    return reply.documents.length === 1 ? "in this text" : `in “${named.data.document.title}”`;
  };
  const renderDecisions = () => {
    const rows = state.decisions.map((decision, index) => {
      const words = `“${decision.name}” ${meaning(decision)}`;
      const back = make("button", { type: "button", "aria-label": `Take back: ${words}, ${reach(decision)}` }, "Take back");
      back.addEventListener("click", () => takeBack(index, false));
      const gone = reply.documents.some((one) => one.vanished.includes(index + 1)) ? "; it fits nothing here any more" : "";
      return make(
        "li", {}, make("span", { dir: "auto" }, words), back,
        make("span", { class: "about", dir: "auto" }, `${reach(decision)}${decision.note ? `; ${decision.note}` : ""}${gone}`),
      );
    });
    for (const entity of state.entities) {
      const back = make("button", { type: "button", "aria-label": `Take back the new place ${entity.name}` }, "Take back");
      back.addEventListener("click", () => dropEntity(entity.id));
      rows.push(make("li", {}, make("span", { dir: "auto" }, `New: ${entity.name}`), back, make("span", { class: "about" }, entity.id)));
    }
    for (const merge of state.merges) rows.push(make("li", {}, `${merge.id} comes out as ${merge.into}`));
    byId("count").textContent = String(rows.length);
    byId("made").replaceChildren(...(rows.length ? rows : [make("li", { class: "none" }, "None yet.")]));
    byId("undo").hidden = !state.decisions.length;
  };

  // ----------------------------------------------------------------------------- the panel

  // What it is and why comes first, then what else it may be; the evidence is there to unfold.
  const arrange = (described, doc, number) => {
    const head = [], rest = [], at = doc.number;
    for (const node of [...described.children].filter((one) => !one.matches(".meant"))) {
      (rest.length || !node.matches(".kind, h2, .quiet, .reason") ? rest : head).push(node);
    }
    const { entity } = doc.data.mentions[number];
    const evidence = make("details", { class: "evidence-of" }, make("summary", {}, "Evidence and ids"), ...rest);
    return [...head, choices(reply.documents[at], number, entity), evidence];
  };

  // -------------------------------------------------------------------------- linked again

  const say = (words) => { byId("said").textContent = words; };
  const keyOf = (m) => `${m.start}:${m.end}`;
  const linkedTo = (one) => new Map(one.mentions.map((m, number) => [keyOf(m), entityOf(one, number)?.id ?? ""]));
  // The mentions of each text that mean something else than before.
  const changes = (before) => {
    const old = new Map((before?.documents ?? []).map((one) => [one.document, linkedTo(one)]));
    return reply.documents.map((one) => {
      const was = old.get(one.document), now = linkedTo(one);
      return new Set(was ? [...one.mentions.keys()].filter((n) => was.get(keyOf(one.mentions[n])) !== now.get(keyOf(one.mentions[n]))) : []);
    });
  };
  const summary = () => {
    const all = reply.documents.flatMap((one) => one.data.mentions), linked = all.filter((shown) => shown.entity !== undefined).length;
    const texts = reply.documents.length > 1 ? `${reply.documents.length} texts, ` : "";
    return `${texts}${all.length} names, ${linked} linked.`;
  };
  const SAID = 3;
  const told = (entity) => {
    const where = entity.kind === "place" && (entity.admin?.[0] || (entity.country && country(entity.country)));
    return where && where !== entity.name ? `${entity.name}, ${where}` : entity.name;
  };
  const changed = (sets) => {
    const found = new Map(), times = sets.reduce((sum, numbers) => sum + numbers.size, 0);
    if (!times) return "No link changed.";
    sets.forEach((numbers, at) => numbers.forEach((n) => {
      const one = reply.documents[at], entity = entityOf(one, n);
      const line = `${one.mentions[n].text} → ${entity ? told(entity) : "not linked"}`;
      found.set(line, (found.get(line) ?? 0) + 1);
    }));
    const lines = [...found].map(([line, some]) => (some > 1 ? `${line} (${some} times)` : line));
    const left = lines.length - SAID, more = left > 0 ? `; and ${left === 1 ? "1 other" : `${left} others`}` : "";
    const several = sets.filter((numbers) => numbers.size).length, where = several > 1 ? ` in ${several} texts` : "";
    return `${times === 1 ? "1 link" : `${times} links`} changed${where}: ${lines.slice(0, SAID).join("; ")}${more}.`;
  };

  // Shows what the service answered; what was open and chosen is so again.
  const show = (before, at) => {
    const sets = changes(before), { at: was, mention } = before ? reader.state() : { at: null, mention: null };
    const open = mention === null ? null : keyOf(before.documents[was].mentions[mention]);
    const hadFocus = panel.contains(document.activeElement);
    const docs = reply.documents.map((one, n) => ({ number: n, data: one.data, changed: sets[n], section: making(one, n, sets[n]) }));
    byId("documents").replaceChildren(...docs.map(({ section }) => section));
    const stay = before && at === undefined && before.documents.length === docs.length;
    reader.load(docs, { at: stay ? was : at, outlines: reply.outlines, around: reply.around });
    const { at: now } = reader.state();
    const number = stay && open !== null ? reply.documents[now].mentions.findIndex((m) => keyOf(m) === open) : -1;
    if (number >= 0) reader.choose(number, hadFocus ? "keys" : "mouse");
    byId("changes").hidden = !sets.some((numbers) => numbers.size);
    renderDoubts();
    renderDecisions();
    byId("remove").hidden = docs.length < 2;
    document.title = `${docs.length > 1 ? `${docs.length} texts` : docs[0].data.document.title}: correct ${docs.length > 1 ? "their" : "its"} links`;
    return sets;
  };
  // Link the texts with another state; where that fails, all stays as it is. at: the text to open.
  const relink = async (next, { at, words } = {}) => {
    if (busy) return false;
    busy = true;
    byId("documents").setAttribute("aria-busy", "true");
    try {
      const documents = taking.toldApart(next.documents);
      const answer = await (await ask("desk/link", sent({ ...next, documents }))).json();
      const before = reply;
      reply = answer;
      state = { ...next, documents, decisions: answer.decisions, merges: answer.merges, entities: answer.entities, error: "" };
      keep();
      const sets = show(before, at);
      say(words ? `${words} ${summary()}` : before ? changed(sets) : summary());
      return true;
    } finally {
      busy = false;
      byId("documents").removeAttribute("aria-busy");
    }
  };
  const attempt = async (next, told = {}) => {
    say("Linking again…");
    try {
      const done = await relink(next, told);
      saved = saved && (!done || Boolean(told.words));
      return done;
    } catch (error) {
      say(error.message);
      return false;
    }
  };

  const narrower = (one, other) => {
    const size = ({ around, occurrence, document }) => (around || occurrence ? 2 : document ? 1 : 0);
    return size(one) > size(other);
  };
  const decide = (m, decision, { entity } = {}) => {
    // One that was made for less than this is what the reader decides anew.
    const left = state.decisions.filter((old, i) => !(m.decided.includes(i + 1) && narrower(old, decision)));
    const entities = entity ? [...state.entities, entity] : state.entities;
    return attempt({ ...state, decisions: [...left, decision], entities });
  };
  const takeBack = async (index, stay) => {
    const decisions = state.decisions.filter((_, i) => i !== index);
    if (await attempt({ ...state, decisions, entities: used(decisions) }) && !stay) byId("decided").focus();
  };
  // A new place goes with the last decision that names it.
  const used = (decisions) => state.entities.filter((entity) => (
    !state.decisions.some((d) => d.entity === entity.id) || decisions.some((d) => d.entity === entity.id)
  ));
  const dropEntity = async (id) => {
    const decisions = state.decisions.filter((d) => d.entity !== id);
    const entities = state.entities.filter((entity) => entity.id !== id);
    if (await attempt({ ...state, decisions, entities })) byId("decided").focus();
  };
  const freeId = (name) => {
    const word = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "place";
    const taken = new Set(state.entities.map((entity) => entity.id));
    let id = `enrich:${word}`;
    for (let n = 2; taken.has(id); n += 1) id = `enrich:${word}-${n}`;
    return id;
  };

  byId("undo").addEventListener("click", () => takeBack(state.decisions.length - 1, true));

  // -------------------------------------------------------------------------- to and from files

  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", async () => {
      const form = button.dataset.save;
      try {
        const answer = await ask(`desk/save?format=${form}`, sent(state));
        const link = make("a", {
          href: URL.createObjectURL(await answer.blob()), download: form === "toml" ? "decisions.toml" : `linked.${form}`,
        });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
        saved = saved || form === "toml";
        say(`${link.download} was made.`);
      } catch (error) {
        say(error.message);
      }
    });
  }
  byId("bring").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    try {
      const found = await (await ask("desk/decisions", await file.text(), "text/plain")).json();
      const ids = new Set(found.entities.map((entity) => entity.id)), ones = new Set(found.merges.map((merge) => merge.id));
      await attempt({
        ...state,
        decisions: [...found.decisions, ...state.decisions],
        merges: [...found.merges, ...state.merges.filter((merge) => !ones.has(merge.id))],
        entities: [...found.entities, ...state.entities.filter((entity) => !ids.has(entity.id))],
      });
    } catch (error) {
      say(error.message);
    }
  });

  // ---------------------------------------------------------------------------- further texts

  const add = (documents, words) => attempt({ ...state, documents: [...state.documents, ...documents] }, { at: state.documents.length, words });
  taking.listen(byId("add"), async (files) => {
    say("Reading files…");
    const { documents, said } = await taking.take(files, state.token);
    if (documents.length) await add(documents, said);
    else say(said);
  });
  byId("pasting").addEventListener("submit", async (event) => {
    event.preventDefault();
    const value = (id) => byId(id).value.trim();
    const document = { text: byId("pasted").value };
    if (value("pastedtitle")) document.title = value("pastedtitle");
    if (value("pastedday")) document.published = value("pastedday");
    if (await add([document], "Added.")) event.target.reset();
  });
  byId("remove").addEventListener("click", async () => {
    const { at } = reader.state();
    if (at === null) { say("Open the text that is to be removed."); return; }
    const documents = state.documents.filter((_, n) => n !== at);
    if (await attempt({ ...state, documents }, { at: null, words: "Removed." })) byId("text").focus();
  });
  byId("edit").addEventListener("click", () => {
    leaving = true;
    state.editing = reader.state().at ?? 0;
    keep();
  });
  addEventListener("beforeunload", (event) => {
    if (!saved && !leaving && state?.decisions.length) event.preventDefault();
  });

  if (!state.documents.length) { away(""); return; }
  let reader, choices;
  try {
    reader = makeReader({ basemap: await (await ask("static/basemap.json")).json(), level: 2, arrange });
    choices = makeChoices({
      decide, takeBack, freeId,
      lookup: async (name) => (await ask(`lookup?limit=12&name=${encodeURIComponent(name)}`)).json(),
    });
    await relink(state);
  } catch (error) {
    away(error.message);
    return;
  }
  root.dataset.ready = "true";
})();
