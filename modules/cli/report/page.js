// What the page does beyond what its markup says: it selects a site and filters rows. It makes no markup from text.
const losses = JSON.parse(document.getElementById("losses").textContent);
const stage = document.querySelector(".stage");
const panel = document.getElementById("panel");
// The same sites twice, for a wide and for a narrow window; only one drawing is shown.
const drawings = [...document.querySelectorAll(".drawing svg")].map((drawing) => ({
  sites: [...drawing.querySelectorAll(".site")],
  arrows: [...drawing.querySelectorAll(".arrow, .port")],
}));
const shown = () => drawings.find(({ sites }) => sites[0]?.getClientRects().length > 0) ?? drawings[0];
let selected = -1;

for (const part of document.querySelectorAll(".scripted")) part.hidden = false;

const make = (name, text) => {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
};

function mark({ sites, arrows }, index) {
  const { marks } = losses[index] ?? { marks: {} };
  const isLost = (id) => Object.hasOwn(marks, id) && marks[id] === "lost";
  for (const [at, element] of sites.entries()) {
    const said = Object.hasOwn(marks, element.dataset.site) ? marks[element.dataset.site] : "";
    const place = element.parentElement;
    element.setAttribute("aria-pressed", String(at === index));
    place.classList.toggle("is-lost", said === "lost");
    place.classList.toggle("is-restores", said === "restores");
    place.classList.toggle("is-fewer", said === "fewer copies");
    place.querySelector(".mark").textContent = said;
  }
  for (const arrow of arrows) {
    const { from, to } = arrow.dataset;
    arrow.classList.toggle("is-dead", isLost(to) || isLost(from));
    arrow.classList.toggle("is-rescue", isLost(from) && !isLost(to));
    // Where lines have met, one that goes on is not covered by one that stops.
    if (arrow.matches(".arrow.is-dead")) arrow.parentElement.prepend(arrow);
  }
  return arrows.some((arrow) => arrow.classList.contains("is-dead"));
}

function show(index) {
  selected = index;
  const stops = drawings.map((drawing) => mark(drawing, index)).includes(true);
  stage.classList.toggle("has-loss", index >= 0);
  panel.hidden = index < 0;
  if (index < 0) return panel.replaceChildren();
  const clear = make("button", "Clear");
  clear.type = "button";
  clear.addEventListener("click", () => {
    show(-1);
    shown().sites[index].focus();
  });
  const legend = make("p", stops ? "Dashed lines are copies that stop." : "Every copy goes on.");
  const told = document.getElementById(`loss-${index}`).cloneNode(true);
  told.querySelector(".scroll")?.setAttribute("aria-label", "Table of what becomes of policies");
  panel.replaceChildren(clear, make("h3", `If ${losses[index].title}`), legend, ...told.children);
  stage.scrollIntoView({ block: "nearest" });
  shown().sites[index].scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The nearest site in a direction; what lies beside it counts as three times as far. */
function nearest(sites, from, [right, down]) {
  const middle = (element) => {
    const { x, y, width, height } = element.querySelector(".box").getBBox();
    return [x + width / 2, y + height / 2];
  };
  const [x, y] = middle(sites[from]);
  const distances = sites.map((element) => {
    const [dx, dy] = middle(element).map((value, axis) => value - [x, y][axis]);
    const ahead = dx * right + dy * down;
    return ahead > 1 ? ahead + 3 * Math.abs(dx * down + dy * right) : Number.POSITIVE_INFINITY;
  });
  const least = Math.min(...distances);
  return Number.isFinite(least) ? distances.indexOf(least) : from;
}

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function move(sites, to) {
  for (const [index, element] of sites.entries()) element.setAttribute("tabindex", index === to ? "0" : "-1");
  sites[to].focus();
  sites[to].scrollIntoView({ block: "nearest", inline: "nearest" });
}

function listen(sites, index) {
  const element = sites[index];
  element.setAttribute("role", "button");
  element.setAttribute("aria-pressed", "false");
  element.setAttribute("tabindex", index === 0 ? "0" : "-1");
  element.addEventListener("click", (event) => {
    event.preventDefault();
    move(sites, index);
    show(index === selected ? -1 : index);
  });
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in DIRECTIONS) move(sites, nearest(sites, index, DIRECTIONS[event.key]));
    else if (event.key === "Home") move(sites, 0);
    else if (event.key === "End") move(sites, sites.length - 1);
    else if (event.key === "Escape") show(-1);
    else if (event.key === "Enter" || event.key === " ") show(index === selected ? -1 : index);
    else return;
    event.preventDefault();
  });
}

for (const { sites } of drawings) for (const index of sites.keys()) listen(sites, index);

const filter = document.getElementById("filter");
const rows = [...document.querySelectorAll("#policies tbody tr, #stacks tbody tr, #units tbody tr")];
const texts = rows.map((row) => row.textContent.toLowerCase());
filter.addEventListener("input", () => {
  const words = filter.value.toLowerCase().split(" ");
  const found = texts.map((text) => words.every((word) => text.includes(word)));
  for (const [index, row] of rows.entries()) row.hidden = !found[index];
  const many = found.filter(Boolean).length;
  document.getElementById("matches").textContent =
    filter.value === "" ? "" : `${many} of ${rows.length} rows`;
});
