import { showControls } from "./controls.js";
import { drawCurves } from "./curves.js";
import { drawHeat } from "./heat.js";
import { drawKinds } from "./kinds.js";
import { drawRanking } from "./ranking.js";
import { drawRatios } from "./ratios.js";
import { drawRounds } from "./rounds.js";
import { createScene } from "./scene.js";
import { drawSpectra } from "./spectra.js";
import { formatState, parseState } from "./state.js";

/** @import { PageData } from "../data/page-data.ts" */
/** @import { Scene } from "./scene.js" */
/** @import { State } from "./state.js" */

/**
 * Draws into its section; says whether there was anything to draw.
 * @typedef {(section: HTMLElement, scene: Scene) => boolean} Draw
 */

/** @type {Readonly<Record<string, Draw>>} */
const charts = {
  ratios: drawRatios,
  ranking: drawRanking,
  curves: drawCurves,
  heat: drawHeat,
  spectra: drawSpectra,
  kinds: drawKinds,
  rounds: drawRounds,
};

/** @type {PageData} */
const data = JSON.parse(document.getElementById("page-data")?.textContent ?? "");
let state = parseState(location.hash, data);

/** @param {Partial<State>} changes */
function change(changes) {
  state = { ...state, ...changes };
  history.replaceState(null, "", formatState(state, data));
  draw();
}

/** Counts the drawings; a later one makes what is left of an earlier one pointless. */
let drawings = 0;

/** What is on the screen is drawn at once, the rest chart by chart as soon as nobody waits. */
function draw() {
  const scene = createScene(data, state, (reference) => change({ reference }));
  if (scene === undefined) return;
  drawings += 1;
  const sections = Object.keys(charts).flatMap((id) => document.getElementById(id) ?? []);
  const hidden = sections.filter((section) => !isOnScreen(section));
  for (const section of sections) if (!hidden.includes(section)) drawSection(section, scene);
  drawLater(hidden, scene, drawings);
}

/** @param {HTMLElement} section */
function isOnScreen(section) {
  const { top, bottom, height } = section.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < innerHeight;
}

/**
 * @param {readonly HTMLElement[]} sections
 * @param {Scene} scene
 * @param {number} drawing
 */
function drawLater([next, ...others], scene, drawing) {
  if (next === undefined) return;
  setTimeout(() => {
    if (drawing !== drawings) return;
    drawSection(next, scene);
    drawLater(others, scene, drawing);
  });
}

/**
 * @param {HTMLElement} section
 * @param {Scene} scene
 */
function drawSection(section, scene) {
  // A drawing asks how wide its place is, and what is hidden has no width.
  section.hidden = false;
  section.hidden = !charts[section.id]?.(section, scene);
}

function showState() {
  const form = document.getElementById("controls");
  if (form !== null) showControls(form, data, state, change);
  draw();
}

addEventListener("hashchange", () => {
  // A plain anchor, such as that to the tables, says nothing of the charts.
  if (location.hash !== "" && !location.hash.includes("=")) return;
  state = parseState(location.hash, data);
  showState();
});

let width = document.documentElement.clientWidth;
addEventListener("resize", () => {
  if (document.documentElement.clientWidth === width) return;
  width = document.documentElement.clientWidth;
  draw();
});

showState();
