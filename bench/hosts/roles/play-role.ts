import process from "node:process";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { RoleName } from "../host.ts";
import type { CallName, Calls, NewsName } from "../protocol.ts";
import { createDatabaseRole } from "./database-role.ts";
import { createGeneratorRole } from "./generator-role.ts";
import { createMachineCalls } from "./machine-calls.ts";
import type { Answers, Role, Tell } from "./role.ts";
import { createServerRole } from "./server-role.ts";

const roles: Record<RoleName, (tell: Tell) => Promise<Role>> = {
  database: createDatabaseRole,
  server: createServerRole,
  generator: createGeneratorRole,
};

/** Longer than servers and PostgreSQL are given to end. */
const endLimitMs = 20_000;
/** A role that nobody speaks to is one whose conductor was killed before it could. */
const introductionLimitMs = 120_000;
const failed = -32_000;

/** Plays a role until the input ends, or SIGTERM comes; then ends this process. */
export async function playRole(name: string | undefined): Promise<void> {
  if (!isRoleName(name)) {
    process.stderr.write(`expected a role, one of ${Object.keys(roles).join(", ")}\n`);
    process.exit(2);
  }
  const connection = createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  // Standard output belongs to the conductor.
  console.log = console.error;
  const role = await roles[name]((news, value) => void connection.sendNotification(news, value));
  const machine = createMachineCalls(role.pids, () => clearTimeout(lonely));
  answerAll(connection, { ...machine.answers, ...role.answers });
  hearAll(connection, { ...machine.hears, ...role.hears });
  const end = once(async () => {
    setTimeout(() => process.exit(1), endLimitMs).unref();
    await role.close();
    process.exit(0);
  });
  const lonely = setTimeout(end, introductionLimitMs);
  process.stdin.once("end", end).once("close", end);
  process.on("SIGTERM", end);
  // Ctrl-C is the conductor's business.
  process.on("SIGINT", () => {});
  connection.listen();
}

function isRoleName(name: string | undefined): name is RoleName {
  return name !== undefined && Object.hasOwn(roles, name);
}

function answerAll(connection: MessageConnection, answers: Answers): void {
  for (const [name, answer] of Object.entries(answers) as [CallName, Answer][]) {
    connection.onRequest(name, async (params: Calls[CallName][0]) => {
      try {
        return (await answer(params)) ?? null;
      } catch (error) {
        const code = error instanceof RowbenchError ? error.code : undefined;
        return new ResponseError(failed, messageOf(error), { code });
      }
    });
  }
}

type Answer = (params: Calls[CallName][0]) => Promise<unknown>;

function hearAll(connection: MessageConnection, hears: Role["hears"]): void {
  for (const [name, hear] of Object.entries(hears) as [NewsName, (value: unknown) => void][])
    connection.onNotification(name, (value: unknown) => hear(value));
}

function once(work: () => Promise<void>): () => void {
  let isCalled = false;
  return () => {
    if (isCalled) return;
    isCalled = true;
    void work();
  };
}
