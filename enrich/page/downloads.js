"use strict";
// What is shown as files, in the columns and properties of the command's: the mentions as CSV, the
// places as GeoJSON. Neither leaves this machine.

const downloads = (() => {
  const FIELDS = [
    "document_id", "start", "end", "text", "kind", "role", "entity_id", "name", "description", "score", "nil",
    "geonames", "wikidata", "lat", "lon", "country", "admin1", "feature", "precision", "radius_km", "match",
    "reason", "runner_up", "runner_up_score",
  ];
  const FORMULA = /^'*[=+\-@＝＋－＠\t\r\n]/; // what a spreadsheet would run

  const cell = (value) => {
    if (value === undefined || value === null) return "";
    if (typeof value === "number") return String(value);
    const text = FORMULA.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const points = (text) => { // code points
    let found = 0;
    for (const _ of text) found += 1;
    return found;
  };
  // Where each mention stands, in code points, as the command counts: from the pieces of the text.
  const spansOf = (doc) => {
    const found = doc.data.mentions.map(() => null);
    const walk = document.createTreeWalker(doc.section.querySelector(".body"), NodeFilter.SHOW_TEXT);
    for (let at = 0; walk.nextNode();) {
      const n = walk.currentNode.parentElement.closest(".m[data-m]")?.dataset.m, from = at;
      at += points(walk.currentNode.data);
      if (n !== undefined) found[n] = [found[n]?.[0] ?? from, at];
    }
    return found.map((span, n) => span ?? found[n + 1]);
  };
  const placeFields = (entity, m = {}) => (entity?.kind !== "place" ? {} : {
    lat: entity.lat, lon: entity.lon, country: entity.country, admin1: entity.admin?.[0], feature: entity.feature,
    precision: m.precision ?? entity.precision, radius_km: m.radius ?? entity.radius,
  });
  const record = (doc, m, [start, end]) => {
    const { entities, document } = doc.data;
    const entity = m.entity === undefined ? undefined : entities[m.entity];
    return {
      document_id: document.id, start, end, text: m.text, kind: entity?.kind ?? m.kind, role: m.role,
      entity_id: entity?.id, name: entity?.name, description: entity?.about, score: m.score, nil: m.nil,
      geonames: entity?.geonames, wikidata: entity?.wikidata, ...placeFields(entity, m), match: m.match,
      reason: m.reason, runner_up: m.other === undefined ? undefined : entities[m.other].id, runner_up_score: m.otherScore,
    };
  };
  const csv = ({ docs }) => {
    const lines = [FIELDS.join(",")];
    for (const doc of docs) {
      const spans = spansOf(doc);
      doc.data.mentions.forEach((m, n) => {
        if (!doc.on[n]) return;
        const told = record(doc, m, spans[n]);
        lines.push(FIELDS.map((name) => cell(told[name])).join(","));
      });
    }
    return `${lines.join("\r\n")}\r\n`;
  };

  // A column has one type: a number that happens to be whole is written as the others are.
  const WHOLE = /"(score|radius_km)":(\d+)(?=[,}])/g;
  // Across the 180th meridian west is more than east (RFC 7946, 5.2).
  const boxOf = (some) => {
    const lats = some.map(({ lat }) => lat), { ends: [west, east] } = framing.extent(some.map((place) => ({ ...place, y: -place.lat })));
    return [west.lon, Math.min(...lats), east.lon, Math.max(...lats)];
  };
  const named = (id) => (/,|%2C/.test(id) ? id.replaceAll("%", "%25").replaceAll(",", "%2C") : id);
  const feature = (row) => {
    const { entity } = row, { lat, lon, ...others } = placeFields(entity);
    for (const name of Object.keys(others)) others[name] ??= null;
    return {
      type: "Feature", id: entity.id, geometry: { type: "Point", coordinates: [lon, lat] },
      properties: {
        id: entity.id, name: entity.name, kind: "place",
        geonames: entity.geonames ?? null, wikidata: entity.wikidata ?? null, ...others,
        mentions: row.mapped, literal_mentions: row.literal,
        roles: lists.rolesOf(row).map((told) => told.split(" ").reverse().join(":")).join(" "),
        score: row.score, documents: [...row.docs.keys()].map((doc) => named(String(doc.data.document.id ?? ""))).join(","),
      },
    };
  };
  const geojson = ({ rows }) => {
    const places = new Set(lists.placesOf(rows).map(({ index }) => index));
    const mapped = rows.filter(({ index }) => places.has(index));
    const lines = mapped.map((row) => JSON.stringify(feature(row)).replace(WHOLE, '"$1":$2.0'));
    const bbox = mapped.length ? `, "bbox": ${JSON.stringify(boxOf(mapped.map(({ entity }) => entity)))}` : "";
    return `{"type": "FeatureCollection", "features": [\n${lines.join(",\n")}\n]${bbox}}\n`;
  };

  const FORMS = {
    csv: [csv, "text/csv", "mentions.csv"],
    geojson: [geojson, "application/geo+json", "places.geojson"],
  };
  // Hands a file to the browser.
  const save = (blob, name) => {
    const link = listing.make("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  const take = (form, shown) => {
    const [written, type, name] = FORMS[form];
    save(new Blob([written(shown)], { type: `${type};charset=utf-8` }), name);
    return name;
  };

  return { take, save };
})();
