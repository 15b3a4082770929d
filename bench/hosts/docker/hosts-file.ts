import { readFileSync } from "node:fs";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import { isMap, isSeq } from "yaml";
import { usualImage } from "../image-name.ts";
import { type Field, parseYaml } from "./yaml-field.ts";

/** A Docker engine, and what a person said of the machine that it runs on. */
export interface EngineHost {
  /** For messages: `ssh://bench@10.0.0.7`, `context loadgen-2`. */
  readonly name: string;
  /** The options of the `docker` command that choose the engine. */
  readonly options: readonly string[];
  /** How the others reach the machine. */
  readonly address?: string;
  /** Bits per second of its network. */
  readonly linkSpeed?: number;
}

/** Which engine plays which role; two roles may share one. */
export interface HostsFile {
  readonly image: string;
  readonly database: EngineHost;
  readonly server: EngineHost;
  readonly generators: readonly EngineHost[];
}

const fileKeys = ["image", "database", "server", "generators"] as const;
const hostKeys = ["engine", "context", "address", "link"] as const;
const engines = "`unix://…`, `ssh://user@host`, `tcp://host:port`, or `{ context: name }`";
const bitsPerSecond = { kbit: 1e3, Mbit: 1e6, Gbit: 1e9 } as const;

/** Reads a file that names the hosts, in YAML or JSON. Throws `USAGE`, with the line. */
export function readHostsFile(path: string): HostsFile {
  try {
    return parseHostsFile(readFileSync(path, "utf8"), path);
  } catch (error) {
    if (error instanceof RowbenchError) throw error;
    const message = `the hosts file \`${path}\` cannot be read: ${messageOf(error)}`;
    throw new RowbenchError("USAGE", message, { cause: error });
  }
}

/** `name` is what messages call the text. */
export function parseHostsFile(text: string, name: string): HostsFile {
  const file = parseYaml(text, name);
  if (!isMap(file.node)) file.fail(`expected the keys ${fileKeys.join(", ")}`);
  file.assertKeys(fileKeys);
  const image = file.key("image");
  return {
    image: image === undefined ? usualImage : parseImage(image),
    database: parseHost(file.requiredKey("database")),
    server: parseHost(file.requiredKey("server")),
    generators: parseGenerators(file.requiredKey("generators")),
  };
}

function parseImage(field: Field): string {
  return field.word(/^[\w][^\s]*$/, "the name of an image, such as `rowbench:0.1.0`");
}

function parseGenerators(field: Field): readonly EngineHost[] {
  if (!isSeq(field.node)) field.fail("`generators` must be a list of engines");
  const generators = field.items();
  if (generators.length === 0) field.fail("`generators` names no engine: at least one is needed");
  return generators.map(parseHost);
}

function parseHost(field: Field): EngineHost {
  if (!isMap(field.node)) return engineAt(field);
  field.assertKeys(hostKeys);
  const address = field.key("address")?.word(/^[\w.:-]+$/, "a name or an address of the machine");
  const link = field.key("link");
  return {
    ...chosenEngine(field),
    ...(address !== undefined && { address }),
    ...(link !== undefined && { linkSpeed: parseLink(link) }),
  };
}

function chosenEngine(field: Field): EngineHost {
  const [engine, context] = [field.key("engine"), field.key("context")];
  if (engine !== undefined && context !== undefined)
    return context.fail("a host has an `engine` or a `context`, not both");
  if (engine !== undefined) return engineAt(engine);
  if (context === undefined) return field.fail("a host needs an `engine` or a `context`");
  const name = context.word(/^[a-zA-Z0-9][\w.+-]*$/, "the name of a Docker context");
  return { name: `context ${name}`, options: ["--context", name] };
}

function engineAt(field: Field): EngineHost {
  const url = field.word(/^(unix|ssh|tcp):\/\/[^\s]+$/, engines);
  return { name: url, options: ["--host", url] };
}

function parseLink(field: Field): number {
  const text = field.word(/^\d+(\.\d+)?(kbit|Mbit|Gbit)$/, "a speed such as `10Gbit` or `2.5Gbit`");
  const unit = text.slice(-4) as keyof typeof bitsPerSecond;
  return Number.parseFloat(text) * bitsPerSecond[unit];
}
