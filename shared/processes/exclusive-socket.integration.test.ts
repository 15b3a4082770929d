import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { connectTo, listenExclusively, type SocketPlace } from "./exclusive-socket.ts";

const folder = mkdtempSync(join(tmpdir(), "rowbench-socket-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const places: SocketPlace[] = [{}, { platform: "darwin", folder }];

for (const place of places) {
  describe(`an exclusive socket on ${place.platform ?? process.platform}`, () => {
    const name = `rowbench-test-${process.pid}`;

    test("is held by one and reached by others", async () => {
      const server = await listenExclusively(name, place);
      assert.ok(server);
      assert.equal(await listenExclusively(name, place), undefined);
      const socket = await connectTo(name, place);
      assert.ok(socket);
      socket.destroy();
      server.close();
    });

    test("is reached by nobody when nobody holds it", async () => {
      assert.equal(await connectTo(`${name}-absent`, place), undefined);
    });

    test("is free again after its process was killed", async () => {
      const holder = await holdInChild(name, place);
      assert.equal(await listenExclusively(name, place), undefined);
      holder.kill("SIGKILL");
      await once(holder, "exit");
      const server = await listenExclusively(name, place);
      assert.ok(server);
      server.close();
    });
  });
}

async function holdInChild(name: string, place: SocketPlace): Promise<ChildProcess> {
  const source = `
    import { listenExclusively } from ${JSON.stringify(import.meta.resolve("./exclusive-socket.ts"))};
    await listenExclusively(${JSON.stringify(name)}, ${JSON.stringify(place)});
    process.stdout.write("held");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout!, "data");
  return child;
}
