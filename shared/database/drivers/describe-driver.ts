import { installedVersion } from "../../runtimes/installed-version.ts";
import type { DriverName } from "./row-client.ts";

/** Drivers that are npm packages of the same name; the others come with the runtime or with this project. */
const packaged: readonly DriverName[] = ["pg", "postgres"];

/** `pg 8.23.1`: a driver with the version that is installed, where it has one of its own. */
export function describeDriver(name: DriverName): string {
  return packaged.includes(name) ? `${name} ${installedVersion(name, import.meta.filename)}` : name;
}
