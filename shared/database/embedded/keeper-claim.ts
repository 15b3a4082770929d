import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join, parse } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { RowbenchError } from "../../contract/index.ts";
import { connectTo, type SupervisedChild, superviseChild } from "../../processes/index.ts";
import { nodeProgram } from "../../runtimes/index.ts";
import { type KeeperAnswer, type KeeperRequest, keeperName, readLine } from "./keeper-messages.ts";
import { homesOf, makeOwnFolder } from "./postgres-place.ts";

/** A program's claim on the embedded instance: it runs at least until `release`. */
export interface Claim {
  /** The folder with the instance's files. */
  readonly home: string;
  release(): Promise<void>;
}

const startLimitMs = 30_000;
const retryMs = 20;
const maximumLogBytes = 1_000_000;
const keeperFile = fileURLToPath(new URL("keeper.ts", import.meta.url));

/**
 * Claims the instance of `root`, and starts it when it does not run. The claim ends with the
 * process at the latest, and does not keep the process alive. Throws DATABASE_START_FAILED.
 */
export async function claimInstance(root: string, onStart: () => void = () => {}): Promise<Claim> {
  const deadline = Date.now() + startLimitMs;
  let keeper: StartedKeeper | undefined;
  while (Date.now() < deadline) {
    const socket = await connectTo(keeperName(root));
    const answer = socket && (await ask(socket, "claim", deadline));
    if (answer?.kind === "ready" && socket) return createClaim(socket, answer.home);
    socket?.destroy();
    if (answer?.kind === "failed") throw new RowbenchError("DATABASE_START_FAILED", answer.message);
    assertNotCrashed(keeper);
    if (socket === undefined && !isRunning(keeper)) {
      onStart();
      keeper = await startKeeper(root);
    }
    await delay(retryMs);
  }
  throw new RowbenchError(
    "DATABASE_START_FAILED",
    `PostgreSQL was not ready after \`${startLimitMs / 1000}\` s: see the logs in ` +
      homesOf(root)
        .map((home) => `\`${home}\``)
        .join(" or "),
  );
}

/** Who uses an instance. */
export interface InstanceStatus {
  /** Programs that use it now. */
  readonly claims: number;
  /** Whether it runs without a program, too. */
  readonly held: boolean;
}

/**
 * Asks the keeper of `root`; `undefined` when none runs. A `release` that leaves nobody resolves
 * only after the instance has stopped.
 */
export async function askKeeper(
  root: string,
  request: Exclude<KeeperRequest, "claim">,
): Promise<InstanceStatus | undefined> {
  const socket = await connectTo(keeperName(root));
  if (socket === undefined) return undefined;
  try {
    const answer = await ask(socket, request, Date.now() + 5000);
    if (answer?.kind !== "status") return undefined;
    const isStopping = request === "release" && answer.claims === 0;
    if (isStopping && !socket.closed) await once(socket.resume(), "close");
    return { claims: answer.claims, held: answer.held };
  } finally {
    socket.destroy();
  }
}

async function ask(
  socket: Socket,
  request: KeeperRequest,
  deadline: number,
): Promise<KeeperAnswer | undefined> {
  const line = readLine(socket);
  socket.write(`${request}\n`);
  const tooLate = delay(Math.max(0, deadline - Date.now()), undefined, { ref: false });
  const answer = await Promise.race([line, tooLate]);
  return answer === undefined ? undefined : JSON.parse(answer);
}

function createClaim(socket: Socket, home: string): Claim {
  // Without a reader the end of the connection would never be noticed.
  socket.resume().unref();
  const release = async (): Promise<void> => {
    if (socket.closed) return;
    const closed = once(socket, "close");
    socket.ref().destroy();
    await closed;
  };
  return { home, release };
}

interface StartedKeeper {
  readonly child: SupervisedChild;
  readonly log: string;
}

/** Starts a keeper that outlives this program and hears none of its signals. */
async function startKeeper(root: string): Promise<StartedKeeper> {
  const log = join(await makeLogFolder(root), "keeper.log");
  const file = openSync(log, "a", 0o600);
  if (fstatSync(file).size > maximumLogBytes) ftruncateSync(file);
  const child = spawn(nodeProgram(), [keeperFile, root], {
    detached: true,
    cwd: parse(root).root,
    env: keeperEnvironment(),
    stdio: ["ignore", file, file],
  });
  closeSync(file);
  child.unref();
  return { child: superviseChild(child), log };
}

async function makeLogFolder(root: string): Promise<string> {
  const [inRoot = root, inTemporary = root] = homesOf(root);
  try {
    await makeOwnFolder(inRoot);
    return inRoot;
  } catch {
    await makeOwnFolder(inTemporary);
    return inTemporary;
  }
}

/** Without NODE_OPTIONS and the like: they are meant for the program, not for the keeper. */
function keeperEnvironment(): NodeJS.ProcessEnv {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "USERPROFILE"];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
}

function isRunning(keeper: StartedKeeper | undefined): boolean {
  return keeper !== undefined && keeper.child.ending() === undefined;
}

function assertNotCrashed(keeper: StartedKeeper | undefined): void {
  const ending = keeper?.child.ending();
  // One that found another keeper at work ends with 0.
  if (keeper === undefined || ending === undefined || ending === "exit code 0") return;
  const said = lastLinesOf(keeper.log);
  throw new RowbenchError("DATABASE_START_FAILED", `the keeper ended, ${ending}: ${said}`);
}

/** Whoever deletes the folder while an instance in it still stops deletes the log, too. */
function lastLinesOf(log: string): string {
  try {
    return readFileSync(log, "utf8").trim().split("\n").slice(-5).join(" | ");
  } catch {
    return `its log \`${log}\` is gone`;
  }
}
