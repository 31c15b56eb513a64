"use strict";
// The panel: all that is known of one mention. What comes from a text is set as text, never as HTML.

const listing = (() => {
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
  let regions = null;
  try { regions = new Intl.DisplayNames(["en"], { type: "region" }); } catch { /* codes will do */ }
  const country = (code) => {
    try { return (regions && regions.of(code)) || code; } catch { return code; }
  };

  const percent = (score) => {
    const value = 100 * score;
    if (value > 99.9) return "over 99.9 %";
    if (value < 0.1) return "under 0.1 %";
    return `${value.toFixed(value > 99 || value < 1 ? 1 : 0)} %`;
  };
  const number = (value) => value.toLocaleString("en-GB");
  const signed = (value) => `${value > 0 ? "+" : "−"}${Math.abs(value).toFixed(2)}`;

  const ROLES = {
    literal: "literal: the place itself",
    metonymic: "metonymic: its government, team or people",
    modifier: "modifier: an attribute of something else",
    embedded: "embedded: inside another name",
    demonym: "demonym: its people",
    dateline: "dateline: where the report was filed",
  };
  const POINTS = {
    exact: "The thing itself",
    settlement: "Middle of the town",
    "area-centroid": "Middle of an area, no single location",
    "country-centroid": "Middle of a country, no single location",
  };
  const WHY_NOT = {
    no_candidates: "Nothing is known under this name.",
    low_score: "No candidate is likely enough.",
    not_an_entity: "It names something else here: no place, person or organisation.",
  };

  const within = (entity) => {
    const state = entity.country && country(entity.country);
    return [...(entity.admin ?? []).slice().reverse(), state === entity.name ? "" : state].filter(Boolean).join(", ");
  };
  const about = (entity) => [entity.about, within(entity)].filter(Boolean).join("; ");
  const inShort = (entity) => entity.about || within(entity);
  const called = (entity) => {
    const where = entity.kind === "place" ? within(entity) : entity.about;
    return where ? `${entity.name} (${where})` : entity.name;
  };
  const away = (href, words) => make("a", { href, rel: "noreferrer noopener", target: "_blank" }, words);

  const facts = (rows) => {
    const list = make("dl");
    for (const [name, value] of rows) {
      if (value) list.append(make("dt", {}, name), make("dd", { dir: "auto" }, value));
    }
    return list;
  };

  const meter = (name, score, kind) => {
    if (score === undefined || score === null) return make("li", {}, make("bdi", {}, name));
    const bar = make("span", { class: `bar ${kind}` });
    bar.style.setProperty("--share", String(score));
    return make(
      "li", {}, make("bdi", {}, name), make("b", {}, percent(score)),
      make("span", { class: "track", "aria-hidden": "true" }, bar),
    );
  };
  // What speaks for and against one of those that a name may mean.
  const reasons = (option, signals) => {
    const told = option.matched ? [`also called “${option.matched}”`] : [];
    for (const [name, test] of [["for it", (w) => w > 0], ["against it", (w) => w < 0]]) {
      const some = option.why.filter(([, weight]) => test(weight));
      if (some.length) told.push(`${name}: ${some.map(([i, w]) => `${signals[i][0]} ${signed(w)}`).join(" · ")}`);
    }
    return told.join("; ");
  };
  const candidates = (data, m, entity, other) => {
    const list = make("ul", { class: "meters meant" }), options = data.options?.[m.options];
    if (options) {
      for (const option of options) {
        const item = meter(called(data.entities[option.entity]), option.score, option.entity === m.entity ? "best" : "other");
        const why = reasons(option, data.signals);
        if (why) item.append(make("span", { class: "quiet" }, why));
        list.append(item);
      }
      return list.childNodes.length ? list : null;
    }
    if (entity) list.append(meter(called(entity), m.score, "best"));
    if (other) list.append(meter(called(other), m.otherScore ?? m.score, "other"));
    return list.childNodes.length ? list : null;
  };

  const roles = (m) => {
    if (!m.role && !m.roles) return null;
    const told = m.roles && m.roles.length
      ? [...m.roles].sort((a, b) => b[1] - a[1]).map(([role, p]) => `${role} ${percent(p)}`)
      : [];
    const first = m.role ? ROLES[m.role] : "unclear";
    return told.length ? `${first} (${told.join(", ")})` : first;
  };

  const ids = (entity) => {
    const box = make("span");
    if (/^[1-9]\d*$/.test(String(entity.geonames))) {
      box.append(away(`https://www.geonames.org/${entity.geonames}`, `GeoNames ${entity.geonames}`), " ");
    }
    if (/^Q[1-9]\d*$/.test(entity.wikidata ?? "")) {
      box.append(away(`https://www.wikidata.org/wiki/${entity.wikidata}`, `Wikidata ${entity.wikidata}`));
    }
    return box.childNodes.length ? box : entity.id;
  };
  const point = (entity, m = {}) => {
    const precision = m.precision ?? entity.precision, radius = m.radius ?? entity.radius;
    if (!precision) return null;
    const lat = `${Math.abs(entity.lat).toFixed(3)}° ${entity.lat < 0 ? "S" : "N"}`;
    const lon = `${Math.abs(entity.lon).toFixed(3)}° ${entity.lon < 0 ? "W" : "E"}`;
    return `${POINTS[precision] ?? precision} (${precision}), ${lat}, ${lon}, within ${number(radius)} km`;
  };

  const offices = (entity) => {
    const list = make("ul", { class: "offices" });
    for (const [title, of, span] of entity.offices) {
      list.append(make(
        "li", {}, of ? `${title}, ${country(of)}` : title,
        span ? make("span", { class: "quiet" }, ` ${span}`) : null,
      ));
    }
    if (entity.moreOffices) list.append(make("li", { class: "quiet" }, `and ${entity.moreOffices} earlier`));
    return [make("h3", {}, "Offices"), list];
  };

  const evidence = (m, signals) => {
    const most = Math.max(...m.why.map(([, weight]) => Math.abs(weight)));
    const list = make("ul", { class: "evidence" });
    for (const [index, weight, value] of m.why) {
      const [name, about] = signals[index];
      const bar = make("span", { class: `bar ${weight > 0 ? "for" : "against"}` });
      bar.style.setProperty("--share", String(Math.abs(weight) / most));
      list.append(make(
        "li", {}, make("span", {}, name), make("b", {}, signed(weight)),
        make("span", { class: "track", "aria-hidden": "true" }, bar),
        make("span", { class: "quiet" }, `${value}${about ? ` (${about})` : ""}`),
      ));
    }
    return [
      make("h3", {}, "Evidence ", make("span", { class: "quiet" }, "for and against, in log-odds")),
      list,
    ];
  };

  // Returns what the panel shows of a mention: a fragment.
  const describe = (data, m) => {
    const entity = m.entity === undefined ? null : data.entities[m.entity];
    const other = m.other === undefined ? null : data.entities[m.other];
    const box = document.createDocumentFragment();
    const kind = entity ? entity.kind : m.kind;
    const primary = entity && data.primary === m.entity ? ", primary place" : "";
    box.append(
      make("p", { class: "kind" }, entity ? `${kind}${primary}` : `${kind}, not linked`),
      make("h2", { dir: "auto", tabindex: "-1" }, entity ? entity.name : m.text),
    );
    if (entity && about(entity)) box.append(make("p", { class: "quiet", dir: "auto" }, about(entity)));
    if (m.reason || m.nil) box.append(make("p", { class: "reason", dir: "auto" }, m.reason || WHY_NOT[m.nil]));
    const meters = candidates(data, m, entity, other);
    const heading = data.options ? "What it may mean" : other ? "Probability, and the runner-up" : "Probability";
    if (meters) box.append(make("h3", { class: "meant" }, heading), meters);
    box.append(facts([
      ["In the text", m.text],
      ["Role", kind === "place" && entity ? roles(m) : null],
      ["Relation", m.relation],
      ["Matched", m.match && `${m.match}${m.matched ? `, “${m.matched}”` : ""}`],
      ["Point", entity && kind === "place" && (point(entity, m) || "no coordinates are known")],
      ["Inhabitants", entity && entity.population && number(entity.population)],
      ["Ids", entity && ids(entity)],
      ["Map", m.unmapped && "left off the map by --roles"],
    ]));
    if (m.why && m.why.length) box.append(...evidence(m, data.signals));
    if (entity && entity.offices) box.append(...offices(entity));
    return box;
  };

  // Returns what the panel shows of an entity, or of a name without one, over several texts.
  const describeOver = (row, places) => {
    const { entity } = row, box = document.createDocumentFragment();
    box.append(
      make("p", { class: "kind" }, entity ? entity.kind : `${row.kind}, not linked`),
      make("h2", { dir: "auto", tabindex: "-1" }, row.name),
    );
    const told = entity ? about(entity) : row.reason;
    if (told) box.append(make("p", { class: entity ? "quiet" : "reason", dir: "auto" }, told));
    box.append(make("h3", {}, places.length === 1 ? "Mentioned in 1 text" : `Mentioned in ${places.length} texts`));
    const list = make("ul", { class: "where" });
    for (const { title, times, quote, onChoose } of places) {
      const button = make("button", { type: "button", class: "go", dir: "auto" }, title);
      button.addEventListener("click", onChoose);
      list.append(make(
        "li", {}, button, times > 1 ? make("span", { class: "times" }, ` ${times}×`) : null,
        make("span", { class: "about", dir: "auto" }, quote),
      ));
    }
    box.append(list);
    if (!entity) return box;
    box.append(facts([
      ["Best link", percent(row.score)],
      ["Point", entity.kind === "place" && (point(entity) || "no coordinates are known")],
      ["Inhabitants", entity.population && number(entity.population)],
      ["Ids", ids(entity)],
    ]));
    if (entity.offices) box.append(...offices(entity));
    return box;
  };

  return { make, country, about, inShort, reasons, percent, describe, describeOver };
})();
