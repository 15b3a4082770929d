import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { describeServer, serversOf } from "../views/server.ts";
import { serverFigures } from "../views/server-blocks.ts";
import { htmlOfBlock } from "./block.ts";
import { type Html, html } from "./html.ts";

/** What a ranking tells about each server, folded: its cells, its best model, its cost. */
export function serverSections(summary: ExperimentSummary): Html {
  const servers = serversOf(summary);
  if (summary.header.view.kind !== "ranking" || servers.length < 2) return html``;
  return html`<section id="servers" aria-labelledby="servers-title">
<h2 id="servers-title">Server by server</h2>
${servers.map((server) => serverSection(summary, server))}
</section>`;
}

function serverSection(summary: ExperimentSummary, server: string): Html {
  const description = describeServer(summary, server);
  return html`<details class="server"><summary>${server} <span class="framework">· ${description.framework}</span></summary>
${serverFigures(summary, description).map(htmlOfBlock)}
</details>
`;
}
