/** @import { MetricName, PageData } from "../data/page-data.ts" */

/**
 * What the charts show: a workload and a metric, the series that all others are compared with, and
 * the servers and models to show; none chosen means all.
 * @typedef {object} State
 * @property {number} load
 * @property {MetricName} metric
 * @property {number | undefined} reference
 * @property {ReadonlySet<string>} servers
 * @property {ReadonlySet<string>} models
 */

/**
 * Reads the part of an address behind `#`; whatever it does not name, or names wrongly, is as usual.
 * @param {string} hash
 * @param {PageData} data
 * @returns {State}
 */
export function parseState(hash, data) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const load = data.loads.findIndex(({ name }) => name === given.get("workload"));
  const metric = data.metrics.find(({ name }) => name === given.get("metric")) ?? data.metrics[0];
  const reference = data.series.findIndex(({ label }) => label === given.get("against"));
  return {
    load: Math.max(0, load),
    metric: metric?.name ?? "throughput",
    reference: reference === -1 ? undefined : reference,
    servers: new Set(given.getAll("server").filter((name) => serversOf(data).includes(name))),
    models: new Set(given.getAll("model").filter((name) => modelsOf(data).includes(name))),
  };
}

/**
 * The same as an address; what is as usual is left out.
 * @param {State} state
 * @param {PageData} data
 */
export function formatState({ load, metric, reference, servers, models }, data) {
  const parts = new URLSearchParams();
  const name = data.loads[load]?.name;
  if (load !== 0 && name !== undefined) parts.set("workload", name);
  if (metric !== data.metrics[0]?.name) parts.set("metric", metric);
  const label = reference === undefined ? undefined : data.series[reference]?.label;
  if (label !== undefined) parts.set("against", label);
  for (const server of servers) parts.append("server", server);
  for (const model of models) parts.append("model", model);
  return `#${parts}`;
}

/** @param {PageData} data */
export function serversOf({ series }) {
  return [...new Set(series.map(({ server }) => server))];
}

/** @param {PageData} data */
export function modelsOf({ series }) {
  return [...new Set(series.map(({ model }) => model))];
}
