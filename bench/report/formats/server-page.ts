import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { heading } from "../text/document.ts";
import { describeServer } from "../views/server.ts";
import { serverBlocks, serverTitle } from "../views/server-blocks.ts";
import { formatMarkdownBlocks } from "./markdown.ts";
import { formatBlocks, type TerminalOptions } from "./terminal.ts";

/** The page of one server as Markdown: `<server>.md`. */
export function formatServerPage(summary: ExperimentSummary, server: string): string {
  const description = describeServer(summary, server);
  const title = formatMarkdownBlocks([heading(serverTitle(summary, description))]);
  // Its own title is of the first level, those of its parts of the second.
  return `${title.slice(1)}\n\n${formatMarkdownBlocks(serverBlocks(summary, description))}`;
}

/** The same as a terminal shows it. */
export function formatServerPageText(
  summary: ExperimentSummary,
  server: string,
  options: TerminalOptions = {},
): string {
  const description = describeServer(summary, server);
  const title = heading(serverTitle(summary, description));
  return formatBlocks([title, ...serverBlocks(summary, description)], options);
}
