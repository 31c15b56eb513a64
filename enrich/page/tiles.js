"use strict";
// Tiles of a map from elsewhere, beneath the places: only where the page was written to fetch them.

// box: a group in which lengths are degrees of longitude, and northings of Mercator downwards.
const makeTiles = (box, draw, { tiles: address, credit }) => {
  const SIZE = 256, FINEST = 19, AFTER = 120; // pixels; milliseconds that the map must stand still
  const shown = new Map();
  let waiting = 0, works = false;

  // The rows and columns of tiles that a view shows; the world is 360 degrees wide and high.
  const wanted = ({ k, lon, y, w, h }) => {
    const z = Math.max(0, Math.min(FINEST, Math.round(Math.log2(360 * k / SIZE))));
    const count = 2 ** z, step = 360 / count, found = [];
    const first = Math.max(0, Math.floor((180 + y - h / 2 / k) / step));
    const last = Math.min(count - 1, Math.floor((180 + y + h / 2 / k) / step));
    const west = Math.floor((180 + lon - w / 2 / k) / step), east = Math.floor((180 + lon + w / 2 / k) / step);
    for (let row = first; row <= last; row += 1) {
      for (let column = west; column <= Math.min(east, west + count - 1); column += 1) {
        found.push({ z, x: (column % count + count) % count, y: row, step });
      }
    }
    return found;
  };
  const fetchAll = (view, changed) => {
    const now = new Set();
    for (const tile of wanted(view)) {
      const href = address.replace("{z}", tile.z).replace("{x}", tile.x).replace("{y}", tile.y);
      now.add(href);
      if (shown.has(href)) continue;
      const image = draw("image", {
        x: tile.x * tile.step - 180, y: tile.y * tile.step - 180,
        width: tile.step * 1.002, height: tile.step * 1.002, preserveAspectRatio: "none", // no seams
      });
      image.addEventListener("load", () => {
        if (works) return;
        works = true;
        changed();
      });
      image.addEventListener("error", () => { image.remove(); });
      image.setAttribute("href", href);
      shown.set(href, image);
      box.append(image);
    }
    for (const [href, image] of shown) {
      if (now.has(href)) continue;
      image.remove();
      shown.delete(href);
    }
  };
  return {
    credit: address ? credit : "",
    // Whether any came: offline, the map of the page is all there is.
    work: () => works,
    follow: (view, changed) => {
      if (!address) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => fetchAll({ ...view }, changed), AFTER);
    },
  };
};
