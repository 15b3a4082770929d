import { readdir, readFile, readlink } from "node:fs/promises";

const listening = "0A";

/**
 * The process that listens on a TCP port, as "pid 4711 (node server.js)". Undefined where the
 * kernel does not say so cheaply: on other systems than Linux, and for other people's processes.
 */
export async function portOwner(port: number): Promise<string | undefined> {
  try {
    const inodes = await listeningInodes(port);
    const pid = inodes.size > 0 ? await processWithSocket(inodes) : undefined;
    return pid === undefined ? undefined : `pid ${pid} (${await commandLine(pid)})`;
  } catch {
    return undefined;
  }
}

async function listeningInodes(port: number): Promise<ReadonlySet<string>> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readFile(path, "utf8").catch(() => "")),
  );
  const sockets = tables
    .flatMap((table) => table.split("\n").map((line) => line.trim().split(/\s+/)))
    .filter(([, local, , state]) => local?.endsWith(suffix) && state === listening);
  return new Set(sockets.map((columns) => `socket:[${columns[9]}]`));
}

async function processWithSocket(inodes: ReadonlySet<string>): Promise<string | undefined> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => ""));
    if ((await Promise.all(links)).some((link) => inodes.has(link))) return pid;
  }
  return undefined;
}

async function commandLine(pid: string): Promise<string> {
  const text = await readFile(`/proc/${pid}/cmdline`, "utf8");
  return text.split("\0").join(" ").trim().slice(0, 80);
}
