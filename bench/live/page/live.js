/* Follows a run: the server sends what to show, as texts. Nothing of it becomes markup. */

const byId = (id) => document.getElementById(id);
const columns = ["series", "req/s", "", "P99 ms", "slices", "refused"];

const events = new EventSource("/events");
events.addEventListener("message", ({ data }) => show(JSON.parse(data)));
events.addEventListener("end", () => {
  events.close();
  byId("state").textContent = "The run has ended.";
  location.replace("/report.html");
});
events.addEventListener("error", () => {
  byId("state").textContent = "The run does not answer: it has ended, or was stopped.";
});

function show(view) {
  document.title = view.title;
  byId("title").textContent = view.title;
  byId("state").textContent = view.progress;
  byId("share").value = view.share;
  byId("last").textContent = view.last;
  byId("facts").textContent = view.facts;
  byId("tables").replaceChildren(...view.tables.map(tableOf));
  byId("alarms").hidden = view.alarms.length === 0;
  byId("alarm-list").replaceChildren(...view.alarms.map((alarm) => element("li", alarm)));
}

function tableOf({ title, rows }) {
  const table = element("table", "");
  const head = element("tr", "");
  head.append(...columns.map((text, place) => headingOf(text, place)));
  const body = element("tbody", "");
  body.append(...rows.map(rowOf));
  const section = element("thead", "");
  section.append(head);
  table.append(element("caption", title), section, body);
  return table;
}

function headingOf(text, place) {
  const kind = text === "" ? "bars" : "figure";
  const cell = element(text === "" ? "td" : "th", text, place > 0 ? kind : "");
  if (text !== "") cell.scope = "col";
  return cell;
}

function rowOf({ name, throughput, share, p99Ms, slices, refused }) {
  const row = element("tr", "");
  const heading = element("th", name);
  heading.scope = "row";
  const bars = element("td", "", "bars");
  const bar = element("div", "", "bar");
  bar.style.width = `${share * 100}%`;
  bars.append(bar);
  const figures = [p99Ms, slices, refused].map((value) => element("td", value, "figure"));
  row.append(heading, element("td", throughput, "figure"), bars, ...figures);
  return row;
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = String(text);
  if (className !== "") made.className = className;
  return made;
}
