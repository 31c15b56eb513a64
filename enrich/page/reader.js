"use strict";
// Texts and what they name: the text that is open or an overview of all, lists, map, panel. The
// article page and the desk of the service both show theirs with it.

// level: of the headings of lists; arrange: what the panel holds of a mention, in nodes.
const makeReader = ({ basemap, tiles = {}, level, arrange = (told) => [told] }) => {
  const { make, describe, describeOver } = listing;
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel"), hint = byId("hint"), texts = byId("text");
  const beside = matchMedia("(min-width: 60rem)"); // the map stands beside the text

  // What is open: a text, or null for the overview; and what it names, a row each.
  let docs = [], doc = null, overview = null, rows = [], rowOf = new Map(), outlines = {};
  let chosen = null, opener = null, isOpen = false;

  // ------------------------------------------------------------------------------- a document

  const entityOf = (one, m) => (m.entity === undefined ? null : one.data.entities[m.entity]);
  const nameOf = (one, n) => {
    const m = one.data.mentions[n], entity = entityOf(one, m), changed = one.changed?.has(n) ? ", changed" : "";
    if (!entity) return `${m.text}: ${m.kind}, not linked${changed}`;
    const role = entity.kind === "place" ? `, ${m.role ?? "role unclear"}` : "";
    return `${m.text}: ${entity.kind}${role}${entity.name === m.text ? "" : `, ${entity.name}`}${changed}`;
  };
  const textOf = (one) => one.section.querySelector(".body").textContent;

  // The pieces of each mention, and the mentions of each entity.
  const prepare = (one) => {
    if (one.byNumber) return;
    const { mentions, entities } = one.data;
    one.byNumber = mentions.map(() => []);
    one.byEntity = entities.map(() => []);
    for (const span of one.section.querySelectorAll(".body .m[data-m]")) one.byNumber[Number(span.dataset.m)].push(span);
    mentions.forEach((m, n) => {
      if (m.entity !== undefined) one.byEntity[m.entity].push(n);
      // a city stands where the team does that goes by its name
      if (!one.byNumber[n].length) one.byNumber[n] = one.byNumber[n + 1] ?? [];
    });
  };
  // Those that are on become buttons, one of them a stop of the tab key; the others are text.
  const mark = (one) => {
    one.stops = [];
    one.byNumber.forEach((spans, n) => spans.filter((span) => Number(span.dataset.m) === n).forEach((span, i) => {
      span.classList.toggle("off", !one.on[n]);
      if (i) return;
      if (!one.on[n]) {
        for (const name of ["role", "tabindex", "aria-label"]) span.removeAttribute(name);
        return;
      }
      span.setAttribute("role", "button");
      span.setAttribute("tabindex", one.stops.length ? "-1" : "0");
      span.setAttribute("aria-label", nameOf(one, n));
      one.stops.push(span);
    }));
    one.at = new Map(one.stops.map((span, i) => [span, i]));
  };

  // ------------------------------------------------------------------------ what is open, shown

  const render = () => {
    filters.apply(docs);
    rows = lists.tally(doc ? [doc] : docs);
    rowOf = new Map(rows.map((row) => [row.key, row]));
    if (doc) mark(doc);
    const box = (doc?.section ?? overview).querySelector(".lists");
    lists.fill(box, rows, { level, several: !doc, onChoose: chooseRow });
    const places = lists.placesOf(rows, outlines), n = places.length;
    byId("map").setAttribute("aria-label", `Map of ${n === 1 ? "1 place" : `${n} places`}. Arrow keys move it,`
      + " plus and minus zoom, 0 shows all. The places are also listed below the text.");
    map.show(places);
    contents.write(docs, doc, filters.isActive());
    spots.mark(doc, filters);
    filters.say(docs, n);
    if (chosen && (chosen.row ? !rowOf.has(chosen.row) : !chosen.doc.on[chosen.n])) dismiss();
    else if (chosen) map.choose(rowOf.get(chosen.row ?? keyOf(chosen.doc, chosen.n))?.index ?? null);
  };
  const open = (number) => {
    dismiss();
    isOpen = true;
    doc = number === null ? null : docs[number];
    for (const one of docs) one.section.hidden = one !== doc;
    if (overview) overview.hidden = doc !== null;
    if (doc) prepare(doc);
    render();
  };
  // The address is set without going to it, for that would take the focus away.
  const go = (number) => {
    open(number);
    history.pushState(null, "", number === null ? "#all" : `#d${number}`);
    scrollTo(0, 0);
  };
  const fromAddress = () => {
    const named = /^#(?:d(\d+)|all)$/.exec(location.hash);
    if (!named && location.hash && isOpen) return; // "Skip to the text": what is open
    const start = docs.length > 1 ? null : 0, asked = Number(named?.[1] ?? NaN);
    const number = asked < docs.length ? asked : start;
    if (isOpen && (number === null ? doc === null : doc === docs[number])) return;
    open(number);
    if (number || named) scrollTo(0, 0);
  };

  // ------------------------------------------------------------------------------ all documents

  const buildOverview = () => {
    overview?.remove();
    overview = null;
    if (docs.length < 2) return;
    const days = docs.map((one) => one.data.document.published?.slice(0, 10)).filter(Boolean).sort();
    const facts = [`${docs.length} texts`, days.length && (days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`)];
    overview = make("section", { class: "document overview", id: "all", "aria-labelledby": "tall" });
    overview.append(make(
      "article", {}, make(`h${level - 1}`, { id: "tall" }, "What all texts name"),
      make("p", { class: "facts" }, ...facts.filter(Boolean).map((fact) => make("span", {}, fact))),
    ), make("div", { class: "lists" }));
    docs[0].section.before(overview);
  };

  // ---------------------------------------------------------------------------------- the panel

  const keyOf = (one, n) => entityOf(one, one.data.mentions[n])?.id ?? null;
  const unmark = () => {
    for (const span of texts.querySelectorAll(".m.chosen, .m.same, .m[aria-current]")) {
      span.classList.remove("chosen", "same");
      span.removeAttribute("aria-current");
    }
  };
  const markSame = (entity, name) => {
    for (const n of doc?.byEntity[entity] ?? []) {
      for (const span of doc.byNumber[n]) span.classList.toggle(name, doc.on[n]);
    }
  };
  const fill = (...content) => {
    const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
    close.addEventListener("click", dismiss);
    panel.replaceChildren(close, ...content);
    panel.hidden = false;
    hint.hidden = true;
    panel.scrollTop = 0;
  };
  const focusPanel = () => panel.querySelector("h2").focus({ preventScroll: true });

  // "Mention 2 of 7" of the same entity, with buttons to the one before and after.
  const stepper = (number, entity) => {
    const all = (doc.byEntity[entity] ?? []).filter((n) => doc.on[n] || n === number);
    if (!all.length) all.push(number); // a name without an entity
    const at = all.indexOf(number);
    const move = (by, name, sign) => {
      const button = make("button", { type: "button", "aria-label": name, class: name.split(" ")[0] }, sign);
      button.addEventListener("click", () => {
        show(choose(all[(at + by + all.length) % all.length], "step"));
        panel.querySelector(`.stepper .${button.className}`).focus({ preventScroll: true });
      });
      return button;
    };
    if (all.length < 2) return make("div", { class: "stepper" }, move(0, "Show in the text", "Show in the text"));
    return make(
      "div", { class: "stepper" }, move(-1, "Previous mention", "‹"),
      make("span", {}, make("span", { class: "word" }, "Mention "), `${at + 1} of ${all.length}`), move(1, "Next mention", "›"),
    );
  };

  // by: "mouse" or "keys" in the text, the lists or the map; "step" from the panel itself.
  const choose = (n, by) => {
    const m = doc.data.mentions[n];
    if (by !== "step") opener = document.activeElement;
    unmark();
    chosen = { doc, n };
    if (m.entity !== undefined) markSame(m.entity, "same");
    doc.byNumber[n].forEach((span) => span.classList.add("chosen"));
    const span = doc.byNumber[n][0];
    span?.setAttribute("aria-current", "true");
    map.choose(rowOf.get(keyOf(doc, n))?.index ?? null);
    fill(stepper(n, m.entity), ...arrange(describe(doc.data, m), doc, n));
    if (by === "keys") focusPanel();
    if (by !== "step") uncover(span);
    return span;
  };
  // On a narrow screen the panel lies over the text: what was chosen there must not lie under it.
  const uncover = (span) => {
    if (beside.matches || !span) return;
    const { top, bottom } = span.getBoundingClientRect();
    const under = bottom + 16 - panel.getBoundingClientRect().top;
    if (top >= 0 && top < innerHeight && under > 0) scrollBy({ top: under });
  };
  const show = (span) => {
    span?.scrollIntoView({ block: beside.matches ? "center" : "start" });
  };
  const chooseRow = (row, by) => {
    if (doc) choose(row.docs.get(doc)[0], by);
    else showRow(row);
  };
  const choosePlace = (index, by) => {
    const row = rows[index];
    if (!doc) { showRow(row); return; }
    const all = row.docs.get(doc).filter((n) => !doc.data.mentions[n].unmapped);
    const span = choose(all.find((n) => doc.data.mentions[n].role === "literal") ?? all[0], by);
    if (beside.matches) show(span);
  };
  // The words around a mention.
  const quote = (one, n) => {
    prepare(one);
    const span = one.byNumber[n][0], paragraph = span?.closest("p");
    if (!paragraph) return "";
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEndBefore(span);
    const words = paragraph.textContent, at = String(before).length, from = Math.max(0, at - 50);
    return `${from ? "…" : ""}${words.slice(from, at + 90)}${words.length > at + 90 ? "…" : ""}`;
  };
  const goTo = (one, n) => {
    go(docs.indexOf(one));
    show(choose(n, "keys"));
  };
  const showRow = (row) => {
    opener = document.activeElement;
    chosen = { row: row.key };
    map.choose(row.index);
    fill(describeOver(row, [...row.docs].map(([one, numbers]) => ({
      title: one.data.document.title, times: numbers.length, quote: quote(one, numbers[0]),
      onChoose: () => goTo(one, numbers[0]),
    }))));
    focusPanel();
  };
  const listPlaces = (places) => {
    unmark();
    chosen = null;
    const list = make("ul", { class: "pile-list" });
    for (const place of places) {
      const button = make("button", { type: "button", class: "go", dir: "auto" }, place.name);
      button.addEventListener("click", () => choosePlace(place.index, "keys"));
      list.append(make("li", {}, button));
    }
    opener = document.activeElement;
    fill(make("h2", { tabindex: "-1" }, `${places.length} places on one spot`), list);
    focusPanel();
  };
  function dismiss() {
    if (panel.hidden) return;
    const inside = panel.contains(document.activeElement);
    const back = opener?.isConnected && opener !== document.body ? opener : chosen?.doc && doc?.byNumber[chosen.n]?.[0];
    unmark();
    chosen = null;
    panel.hidden = true;
    hint.hidden = false;
    panel.replaceChildren();
    map.choose(null);
    if (inside && back) back.focus({ preventScroll: true });
  }

  // ---------------------------------------------------------------- the text: one stop, arrows

  const stopAt = (span) => {
    doc.stops.find((one) => one.tabIndex === 0)?.setAttribute("tabindex", "-1");
    span.setAttribute("tabindex", "0");
  };
  const mentionAt = (event) => {
    const node = event.target.closest(".body .m[data-m]");
    return node && doc?.on[Number(node.dataset.m)] ? node : null;
  };
  texts.addEventListener("keydown", (event) => {
    const span = event.target.closest(".m[role=button]");
    if (!span || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = doc.at.get(span), last = doc.stops.length - 1;
    const moves = {
      ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last,
    };
    if (event.key in moves) {
      event.preventDefault();
      const next = doc.stops[(moves[event.key] + last + 1) % (last + 1)];
      stopAt(next);
      next.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(Number(span.dataset.m), "keys");
    }
  });
  texts.addEventListener("click", (event) => {
    const node = mentionAt(event);
    if (!node || String(getSelection())) return; // somebody selects text
    const n = Number(node.dataset.m), first = doc.byNumber[n][0];
    stopAt(first);
    first.focus({ preventScroll: true });
    choose(n, "mouse");
  });
  const hover = (entity) => {
    for (const span of texts.querySelectorAll(".m.pointed")) span.classList.remove("pointed");
    if (entity !== undefined) markSame(entity, "pointed");
  };
  texts.addEventListener("pointerover", (event) => {
    const node = mentionAt(event), item = event.target.closest("li[data-row]");
    const key = node && keyOf(doc, Number(node.dataset.m));
    map.point(item ? Number(item.dataset.row) : rowOf.get(key)?.index ?? null);
  });
  texts.addEventListener("pointerleave", () => map.point(null));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dismiss();
  });

  // Enter in the search field: the next spot, in the next text where this one has no more; the
  // likeliest text first.
  const nextSpot = () => {
    if (!spots.next()) {
      const order = filters.found(docs), next = order[(order.indexOf(doc) + 1) % order.length];
      if (!next) return;
      if (next === doc) spots.mark(doc, filters);
      else go(docs.indexOf(next));
      spots.next();
    }
    scrollBy({ top: spots.top() - innerHeight / 3 });
  };

  // ------------------------------------------------------------------------------------ the map

  // A round number of kilometres that is at most 90 pixels long.
  const writeScale = (pixels) => {
    const most = 90 / pixels, power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
    byId("distance").textContent = km < 1 ? `${Math.round(km * 1000)} m` : `${km.toLocaleString("en-GB")} km`;
    byId("bar").style.width = `${(km * pixels).toFixed(0)}px`;
  };
  const writeCrowd = (around, counted, outside) => {
    const told = [], places = (n, one, more) => (n === 1 ? `1 place ${one}` : `${n} places ${more}`);
    if (around) told.push(`${around} places lie close together: a thin line leads from each to its spot.`);
    if (counted) told.push(`${counted} are counted in a disc with their number; choose it to come nearer.`);
    if (outside) told.push(`${places(outside, "lies outside the view: an arrow leads", "lie outside the view: arrows lead")} there, “All” shows all.`);
    const off = rows.filter(({ entity, mapped }) => entity?.kind === "place" && entity.lat !== undefined && !mapped).length;
    if (off) told.push(`${places(off, "named in other roles only: it is", "named in other roles only: they are")} left off by --roles.`);
    byId("mapnote").textContent = told.join(" ");
  };
  const pointPlace = (index) => {
    map.point(index);
    const key = rows[index]?.key;
    hover(doc?.data.entities.findIndex((entity) => entity.id === key));
  };
  const map = makeMap(byId("map"), basemap, {
    tiles,
    scale: writeScale,
    list: listPlaces,
    gestures: (moves) => listenToMap(moves, choosePlace, pointPlace),
    crowd: writeCrowd,
  });
  byId("credit").textContent = map.credit ? `${map.credit}.` : "";
  const filters = makeFilters(byId("finder"), render);
  const contents = makeContents(byId("contents"), go), spots = makeSpots();
  filters.onEnter(nextSpot);

  addEventListener("hashchange", fromAddress);
  // On paper the letters have to be explained; nobody can open their list there.
  addEventListener("beforeprint", () => document.querySelectorAll(".legend details").forEach((node) => {
    node.open = true;
  }));
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(map.resize, 120);
  });

  return {
    // Shows texts: each with its section of the page, and its data; outlines are those of their
    // areas, by id, around is what lies around their places. What was open stays open.
    load: (some, { at, outlines: drawn = {}, around } = {}) => {
      dismiss();
      outlines = drawn;
      map.surround(around);
      docs = some.map((one) => ({ ...one, text: () => textOf(one) }));
      doc = null;
      isOpen = false;
      document.body.classList.toggle("several", docs.length > 1);
      document.body.classList.toggle("single", docs.length < 2);
      filters.offer(docs);
      buildOverview();
      contents.build(docs);
      if (at === undefined) fromAddress();
      else {
        const number = docs.length < 2 ? 0 : at;
        open(number);
        history.replaceState(null, "", number === null ? "#all" : `#d${number}`);
      }
    },
    go, choose, show, goTo: (number, n) => goTo(docs[number], n),
    // What is open, and what of it: indices, or null.
    state: () => ({ at: doc ? docs.indexOf(doc) : null, mention: chosen?.doc ? chosen.n : null }),
    // What is shown: the texts, with which of their mentions are on, and their rows.
    shown: () => ({ docs: doc ? [doc] : docs, rows }),
  };
};
