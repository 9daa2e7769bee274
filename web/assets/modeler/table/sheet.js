// The same decisions as plain tables, for who reads rather than draws: asked for when they are opened.
export function sheet({ element, dmn, asked, addresses }) {
  const place = element.querySelector("[data-sheet]");
  const held = place.querySelector("[data-sheet-content]");
  let latest = 0;
  place.addEventListener("toggle", draw);
  return { changed: draw };

  async function draw() {
    if (!place.open) return;
    const mine = ++latest;
    const told = await asked(addresses.tables, { text: await dmn.text() });
    if (mine === latest && told.state === "saved") held.innerHTML = told.html;
  }
}
