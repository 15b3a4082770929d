import { setImmediate as nextTurn } from "node:timers/promises";
import { maximumBody } from "../form.ts";
import { createFormBody, type FormBody, formBoundary } from "../form-body.ts";
import { bytes } from "../units.ts";
import { expectBody, expectError, expectThat } from "./expectations.ts";
import { sendForm, smallForm } from "./form-rules.ts";
import {
  type ConnectionRule,
  expectStillServing,
  type ServerUnderTest,
  withClient,
  withConnection,
} from "./tested-server.ts";

const crowd = 50;
const deserters = 20;
const chunked = { "Transfer-Encoding": "chunked" };

/** Forms that were made: a check of many servers sends each the same 10 MB. */
const forms = new Map<string, FormBody>();
function formOf(fileBytes: number, seed = 1): FormBody {
  const key = `${fileBytes} ${seed}`;
  const form = forms.get(key) ?? createFormBody({ fileBytes: bytes(fileBytes), seed });
  forms.set(key, form);
  return form;
}
const createLargeForm = () => formOf(1024 * 1024);
const createLargestForm = () => formOf(maximumBody - formOf(0).body.length);
const createTooLargeForm = () => formOf(3 * 1024 * 1024);

const headOf = ({ body, contentType }: FormBody) =>
  `POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`;

/** What a server does with forms that are large, many, in pieces or never finished. */
export const formConnectionRules: readonly ConnectionRule[] = [
  {
    name: "POST /form with a file of 1 MiB is answered",
    check: (server) => expectReply(server, createLargeForm()),
  },
  {
    name: "POST /form takes a body of exactly the maximum",
    check: (server) => expectReply(server, createLargestForm()),
  },
  {
    name: "POST /form takes a chunked body",
    check: (server) => expectReply(server, createLargeForm(), chunked),
  },
  {
    // RFC 2046, 5.1.1: a parameter's value may stand in quotes.
    name: "POST /form takes a boundary in quotes",
    check: (server) => {
      const contentType = `multipart/form-data; boundary="${formBoundary}"; charset=utf-8`;
      return expectReply(server, { ...smallForm, contentType });
    },
  },
  {
    name: "POST /form refuses a chunked body that is too large",
    check: (server) =>
      withClient(server, async (client) => {
        expectError(await sendForm(client, createTooLargeForm(), chunked), 413);
        expectBody(await sendForm(client, smallForm, chunked), smallForm.reply);
      }),
  },
  {
    name: "POST /form refuses what is too large only in sum",
    check: (server) =>
      withClient(server, async (client) => {
        const largeForm = createLargeForm();
        const epilogue = Buffer.alloc(maximumBody - largeForm.body.length + 1);
        const body = Buffer.concat([largeForm.body, epilogue]);
        expectError(await sendForm(client, { ...largeForm, body }, chunked), 413);
      }),
  },
  {
    name: "a form with a broken part header leaves its connection to the next request",
    check: (server) =>
      withConnection(server, async (connection) => {
        const broken = Buffer.from(`--${formBoundary}\r\n\0\r\n\r\n`);
        const body = Buffer.concat([broken, createLargeForm().body]);
        connection.send(headOf({ ...smallForm, body }));
        connection.send(body);
        // A parser may also skip what it cannot read.
        const answer = await connection.receive((text) => text.endsWith("}"));
        expectThat(/^HTTP\/1\.1 (200|400) /.test(answer), "status 400 or 200", answer);
        connection.send("GET /json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        const next = (await connection.receiveAll()).slice(answer.length);
        expectThat(next === "" || next.startsWith("HTTP/1.1 200 "), "an answer or the end", next);
      }),
  },
  {
    name: "a client that sends all of a too large form before it reads finds the 413",
    check: (server) =>
      withConnection(server, async (connection) => {
        const tooLargeForm = createTooLargeForm();
        connection.send(headOf(tooLargeForm));
        await connection.sendBeforeReading(tooLargeForm.body);
        const answer = await connection.receive((text) => text.endsWith("}"));
        expectThat(answer.startsWith("HTTP/1.1 413 "), "status 413", answer);
      }),
  },
  {
    name: "POST /form takes a body whose boundaries are split between packets",
    check: (server) =>
      withConnection(server, async (connection) => {
        connection.send(headOf(smallForm));
        for (const piece of splitAtBoundaries(smallForm.body)) {
          connection.send(piece);
          await nextTurn();
        }
        const answer = await connection.receive((text) => text.endsWith("}"));
        expectThat(answer.endsWith(JSON.stringify(smallForm.reply)), "the right answer", answer);
      }),
  },
  {
    name: `${crowd} forms at once are each answered with their own`,
    check: async (server) => {
      const seeds = Array.from({ length: crowd }, (_, seed) => seed);
      const forms = seeds.map((seed) => formOf(64 * 1024, seed));
      await Promise.all(forms.map((form) => expectReply(server, form)));
    },
  },
  {
    name: "clients that leave in the middle of a form harm nobody",
    check: async (server) => {
      const largeForm = createLargeForm();
      const half = largeForm.body.subarray(0, largeForm.body.length / 2);
      const desert = () =>
        withConnection(server, async (connection) => {
          connection.send(headOf(largeForm));
          await connection.sendBeforeReading(half);
        });
      await Promise.all(Array.from({ length: deserters }, desert));
      await expectStillServing(server);
      await expectReply(server, smallForm);
    },
  },
  {
    name: "a form that is sent by half keeps nobody waiting",
    check: (server) =>
      withConnection(server, async (connection) => {
        const middle = smallForm.body.length / 2;
        connection.send(headOf(smallForm));
        connection.send(smallForm.body.subarray(0, middle));
        await expectStillServing(server);
        connection.send(smallForm.body.subarray(middle));
        const answer = await connection.receive((text) => text.endsWith("}"));
        expectThat(answer.endsWith(JSON.stringify(smallForm.reply)), "the right answer", answer);
      }),
  },
];

async function expectReply(server: ServerUnderTest, form: FormBody, headers = {}): Promise<void> {
  await withClient(server, async (client) => {
    expectBody(await sendForm(client, form, headers), form.reply);
  });
}

/** Pieces of a body that each end in the middle of a boundary. */
function splitAtBoundaries(body: Buffer): readonly Buffer[] {
  const pieces: Buffer[] = [];
  const half = formBoundary.length / 2;
  let start = 0;
  let found = body.indexOf(formBoundary);
  while (found !== -1) {
    pieces.push(body.subarray(start, found + half));
    start = found + half;
    found = body.indexOf(formBoundary, start);
  }
  return [...pieces, body.subarray(start)];
}
