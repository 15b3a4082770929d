import { expectThat } from "./expectations.ts";
import {
  type ConnectionRule,
  expectStillServing,
  type ServerUnderTest,
  withConnection,
} from "./tested-server.ts";

const crowd = 500;
const headerLength = 16 * 1024;
/** With four workers, the odds that one of them stays unseen are below 0.75³⁰⁰. */
const workerSamples = 300;

const request = (path: string, headers = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
const countAnswers = (text: string) => text.split("HTTP/1.1 200 OK\r\n").length - 1;

/** What a server does with connections, and whether each of its workers takes part. */
export const connectionRules: readonly ConnectionRule[] = [
  {
    name: "HEAD /db answers like GET without a body",
    check: (server) =>
      withConnection(server, async (connection) => {
        connection.send("HEAD /db HTTP/1.1\r\nHost: x\r\n\r\n");
        const head = await connection.receive((text) => text.includes("\r\n\r\n"));
        expectThat(head.startsWith("HTTP/1.1 200 OK\r\n"), "status 200", head);
        // Were there a body, it would stand before the next answer.
        connection.send(request("/json", "Connection: close\r\n"));
        const next = (await connection.receiveAll()).slice(head.length);
        expectThat(next.startsWith("HTTP/1.1 "), "the next answer right after it", next);
      }),
  },
  {
    name: "Connection: close ends the connection after its answer",
    check: (server) =>
      withConnection(server, async (connection) => {
        connection.send(request("/db", "Connection: close\r\n"));
        const answer = await connection.receiveAll();
        expectThat(countAnswers(answer) === 1, "one answer, then the end", answer);
      }),
  },
  {
    // A server may also close: RFC 9112, 9.3.2, has clients send the rest again.
    name: "pipelined requests are answered in their order, or their connection is closed",
    check: (server) =>
      withConnection(server, async (connection) => {
        connection.send(`${request("/wait/30")}${request("/json")}${request("/health")}`);
        const text = await connection.receive((all) => all.includes('"status":"ok"'));
        const parts = ["randomNumber", "Hello, World!", '"status":"ok"'];
        const expected = parts.slice(0, countAnswers(text));
        const places = expected.map((part) => text.indexOf(part));
        const ordered = places.every((place, index) => place > (places[index - 1] ?? -1));
        expectThat(ordered, `the answers ${expected.join(", ")}`, text);
      }),
  },
  {
    name: "a header of 16 kB is answered or refused, and harms nobody",
    check: async (server) => {
      await withConnection(server, async (connection) => {
        connection.send(
          request("/db", `X-Long: ${"x".repeat(headerLength)}\r\nConnection: close\r\n`),
        );
        const answer = await connection.receiveAll();
        const allowed = answer === "" || /^HTTP\/1\.1 (200|400|413|431) /.test(answer);
        expectThat(allowed, "status 200, 400, 413 or 431, or the end", answer);
      });
      await expectStillServing(server);
    },
  },
  {
    name: "a request that is sent by half keeps nobody waiting",
    check: (server) =>
      withConnection(server, async (connection) => {
        connection.send("GET /db HTTP/1.1\r\nHos");
        await expectStillServing(server);
        connection.send("t: x\r\nConnection: close\r\n\r\n");
        const answer = await connection.receiveAll();
        expectThat(countAnswers(answer) === 1, "the answer once the rest has come", answer);
      }),
  },
  {
    name: `${crowd} connections at once are all answered`,
    check: async (server) => {
      const answers = await Promise.all(Array.from({ length: crowd }, () => askOnce(server)));
      const answered = answers.filter((text) => countAnswers(text) === 1).length;
      expectThat(answered === crowd, `${crowd} answers`, `${answered} answers`);
    },
  },
  {
    name: "every worker serves",
    check: async (server) => {
      const seen = new Set<string>();
      for (
        let sample = 0;
        sample < workerSamples && seen.size < server.workerIds.length;
        sample += 1
      ) {
        seen.add(/"worker":"([^"]*)"/.exec(await askOnce(server, "/health"))?.[1] ?? "none");
      }
      const expected = server.workerIds.toSorted().join(", ");
      expectThat([...seen].sort().join(", ") === expected, `answers of ${expected}`, [...seen]);
    },
  },
];

async function askOnce(server: ServerUnderTest, path = "/db"): Promise<string> {
  let answer = "";
  await withConnection(server, async (connection) => {
    connection.send(request(path, "Connection: close\r\n"));
    answer = await connection.receiveAll();
  });
  return answer;
}
