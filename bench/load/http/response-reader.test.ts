import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatResponse } from "../fixtures/faulty-server.ts";
import { ResponseReader } from "./response-reader.ts";

interface Read {
  readonly status: number;
  readonly closes: boolean;
  readonly body: string;
}

/** Feeds the pieces of one response; the state after each, and what was read at the end. */
function read(reader: ResponseReader, pieces: readonly Buffer[]) {
  const states = pieces.map((piece) => reader.push(piece, piece.length));
  const { status, closes, body, bodyStart, bodyEnd } = reader;
  const text = Buffer.from(body.subarray(bodyStart, bodyEnd)).toString();
  return { states, response: { status, closes, body: text } satisfies Read };
}

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const offsets = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
  const edges = [0, ...offsets.filter((offset) => offset > 0), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

const responses: readonly (readonly [string, Read])[] = [
  [
    formatResponse('{"id":1,"randomNumber":4344}', 200, "Server: x\r\nDate: today\r\n"),
    { status: 200, closes: false, body: '{"id":1,"randomNumber":4344}' },
  ],
  [
    "HTTP/1.1 503 Service Unavailable\r\ncONTENT-lENGTH:  2 \r\nCONNECTION: Foo, Close\r\n\r\n{}",
    { status: 503, closes: true, body: "{}" },
  ],
  [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n",
    { status: 200, closes: false, body: "abc0123456789" },
  ],
  ["HTTP/1.0 200 OK\nContent-Length: 0\n\n", { status: 200, closes: true, body: "" }],
  [
    "HTTP/1.0 404\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx",
    { status: 404, closes: false, body: "x" },
  ],
];

test("a response cut in two at any byte is the same response", () => {
  for (const [text, expected] of responses) {
    const bytes = Buffer.from(text);
    for (let cut = 1; cut < bytes.length; cut++) {
      const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)];
      const { states, response } = read(new ResponseReader(), pieces);
      assert.deepEqual(states, ["incomplete", "complete"]);
      assert.deepEqual(response, expected);
    }
  }
});

test("any split of a row of responses gives the same responses", () => {
  const cuts = fc.array(fc.nat());
  const row = fc.array(fc.tuple(fc.constantFrom(...responses), cuts), { maxLength: 5 });
  fc.assert(
    fc.property(row, (exchanges) => {
      const reader = new ResponseReader();
      for (const [[text, expected], at] of exchanges) {
        const { states, response } = read(reader, split(Buffer.from(text), at));
        assert.equal(states.pop(), "complete");
        assert.ok(states.every((state) => state === "incomplete"));
        assert.deepEqual(response, expected);
      }
    }),
  );
});

test("any body in any chunks, cut anywhere, is the body", () => {
  const chunk = fc.uint8Array({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(chunk), fc.array(fc.nat()), (chunks, cuts) => {
      const framed = chunks.flatMap((data) => [`${data.length.toString(16)}\r\n`, data, "\r\n"]);
      const parts = [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        ...framed,
        "0\r\n\r\n",
      ];
      const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
      const reader = new ResponseReader();
      const states = split(bytes, cuts).map((piece) => reader.push(piece, piece.length));
      assert.equal(states.pop(), "complete");
      assert.ok(states.every((state) => state === "incomplete"));
      assert.deepEqual(Buffer.from(reader.body), Buffer.concat(chunks));
    }),
  );
});

test("a body of many reads is copied together", () => {
  const body = "x".repeat(100_000);
  const bytes = Buffer.from(formatResponse(body));
  const { response } = read(new ResponseReader(), split(bytes, [16_384, 32_768, 49_152, 65_536]));
  assert.equal(response.body, body);
});

test("bytes after the end of a response are counted as surplus", () => {
  const reader = new ResponseReader();
  const bytes = Buffer.from(`${formatResponse("{}")}HTTP`);
  assert.equal(reader.push(bytes, bytes.length), "complete");
  assert.equal(reader.surplus, 4);
});

test("what is no response is malformed, and the complaint shows it", () => {
  const cases = [
    ["SSH-2.0-OpenSSH\r\n", "expected `HTTP/1.x NNN`, got `SSH-2.0-OpenSSH\\r\\n`"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n", "Content-Length is ` 1x\\r`"],
    [
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\ncontent-length: 2\r\n\r\n",
      "Content-Length is ` 2\\r` the second time",
    ],
    ["HTTP/1.1 200 OK\r\n\r\n", "neither Content-Length nor chunked"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "Transfer-Encoding is ` gzip\\r`"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "chunk size is `zz\\r`"],
    [
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
      "a chunk of 1 bytes does not end with a line end",
    ],
  ] as const;
  for (const [text, complaint] of cases) {
    const reader = new ResponseReader();
    assert.equal(reader.push(Buffer.from(text), text.length), "malformed", text);
    assert.equal(reader.complaint, complaint);
  }
});

test("arbitrary bytes never throw", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), fc.boolean(), (pieces, isResponse) => {
      const reader = new ResponseReader();
      const start = Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      if (isResponse) reader.push(start, start.length);
      for (const piece of pieces) reader.push(piece, piece.length);
    }),
  );
});
