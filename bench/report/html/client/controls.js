import { element } from "./element.js";
import { isPlace } from "./scene.js";
import { modelsOf, serversOf } from "./state.js";

/** @import { PageData } from "../data/page-data.ts" */
/** @import { State } from "./state.js" */

/**
 * Puts the controls there that have something to choose; they tell of each change.
 * @param {HTMLElement} form
 * @param {PageData} data
 * @param {State} state
 * @param {(change: Partial<State>) => void} change
 */
export function showControls(form, data, state, change) {
  const loads = data.loads.map(({ name }, place) => ({ value: `${place}`, title: name }));
  const metrics = data.metrics.map(({ name, title, unit }) => ({
    value: name,
    title: `${title} (${unit})`,
  }));
  const controls = [
    ...choice(titleOfLoads(data), "workload", loads, `${state.load}`, (value) =>
      change({ load: Number(value), reference: state.reference }),
    ),
    ...choice("Metric", "metric", metrics, state.metric, (value) =>
      change({ metric: /** @type {State["metric"]} */ (value) }),
    ),
    ...filter([
      ...boxes("Servers", "server", serversOf(data), state.servers, (servers) =>
        change({ servers }),
      ),
      ...boxes("Models", "model", modelsOf(data), state.models, (models) => change({ models })),
    ]),
  ];
  form.replaceChildren(...controls);
  form.hidden = controls.length === 0;
}

/** @param {PageData} data */
function titleOfLoads({ axis, loads }) {
  return axis !== undefined && loads.every(isPlace) ? axis.title : "Workload";
}

/**
 * @param {string} title
 * @param {string} name
 * @param {readonly { value: string, title: string }[]} options
 * @param {string} chosen
 * @param {(value: string) => void} choose
 */
function choice(title, name, options, chosen, choose) {
  if (options.length < 2) return [];
  const select = element(
    "select",
    { name },
    options.map((option) => element("option", { value: option.value }, [option.title])),
  );
  select.value = chosen;
  select.onchange = () => choose(select.value);
  return [element("label", { class: "choice" }, [element("span", {}, [title]), select])];
}

/** Where there is room, filters are open; on a phone they would push the ranking off its screen. */
const roomy = "(min-width: 721px)";

/** @param {readonly HTMLElement[]} fields */
function filter(fields) {
  if (fields.length === 0) return [];
  const details = element("details", { class: "filter" }, [
    element("summary", {}, ["Filter (none checked: all)"]),
    ...fields,
  ]);
  details.open = matchMedia(roomy).matches;
  return [details];
}

/**
 * Boxes of which none or some are checked: none means all.
 * @param {string} title
 * @param {string} name
 * @param {readonly string[]} values
 * @param {ReadonlySet<string>} chosen
 * @param {(values: ReadonlySet<string>) => void} choose
 */
function boxes(title, name, values, chosen, choose) {
  if (values.length < 2) return [];
  const now = new Set(chosen);
  const labels = values.map((value) => {
    const box = element("input", { type: "checkbox", name, value });
    box.checked = chosen.has(value);
    box.onchange = () => {
      if (box.checked) now.add(value);
      else now.delete(value);
      choose(new Set(now));
    };
    return element("label", { class: "chip" }, [box, value]);
  });
  const legend = element("legend", {}, [title]);
  return [element("fieldset", { class: "boxes" }, [legend, ...labels])];
}
