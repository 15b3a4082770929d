import process from "node:process";
import { RowbenchError, type ServerModule, unknownWord } from "@rowbench/shared/contract";

type CreateServer = ServerModule["createServer"];

/** What is to be had of one server beside the package itself, by its name. */
export type Variants = Readonly<Record<string, CreateServer>>;

/** The one that the environment names: a server is told of its mistake when it is started. */
export function chosenVariant(variants: Variants): CreateServer {
  const { VARIANT = "" } = process.env;
  const createServer = variants[VARIANT];
  if (createServer !== undefined) return createServer;
  throw new RowbenchError("USAGE", unknownWord("variant", VARIANT, Object.keys(variants)));
}
