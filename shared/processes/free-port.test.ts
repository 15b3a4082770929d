import assert from "node:assert/strict";
import { createConnection, createServer } from "node:net";
import { test } from "node:test";
import { findFreePort } from "./free-port.ts";

test("a free port is one on which nobody listens, and which nobody gets by chance", async () => {
  const port = await findFreePort();
  assert.ok(port >= 20_000 && port < 32_768, String(port));
  const refusal = await new Promise<NodeJS.ErrnoException>((resolve) =>
    createConnection(port, "127.0.0.1").once("error", resolve),
  );
  assert.equal(refusal.code, "ECONNREFUSED");
  const server = createServer().listen(port, "127.0.0.1");
  await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));
  server.close();
});

test("an address that this machine does not have is an error, and not a taken port", async () => {
  await assert.rejects(findFreePort("192.0.2.1"), { code: "EADDRNOTAVAIL" });
});
