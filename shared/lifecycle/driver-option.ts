import { unknownWord } from "../contract/choice.ts";
import {
  type DriverName,
  driverNames,
  type StatementKind,
  type StoreKind,
  statementKinds,
  unnamedDrivers,
  usualDriver,
} from "../database/index.ts";

/** The driver of that name; the usual one, and one more mistake, where there is none. */
export function resolveDriver(text: string, mistakes: string[]): DriverName {
  const driver = driverNames.find((name) => name === text);
  if (driver === undefined) mistakes.push(unknownWord("driver", text, driverNames));
  return driver ?? usualDriver;
}

/** How that driver is to send its statements; a mistake where it cannot. */
export function resolveStatements(
  text: string,
  { driver, store }: { readonly driver: DriverName; readonly store: StoreKind },
  mistakes: string[],
): StatementKind {
  const kind = statementKinds.find((name) => name === text);
  if (kind === undefined) mistakes.push(unknownWord("kind of statements", text, statementKinds));
  if (kind === "unnamed" && store !== "pipelined")
    mistakes.push("libpq names its statements here: choose a model with asynchronous calls");
  else if (kind === "unnamed" && !unnamedDrivers.includes(driver))
    mistakes.push(`the driver \`${driver}\` knows named statements alone: --driver pg has both`);
  return kind ?? "named";
}
