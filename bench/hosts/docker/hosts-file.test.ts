import { deepEqual, equal, throws } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { usualImage } from "../image-name.ts";
import { parseHostsFile, readHostsFile } from "./hosts-file.ts";

const whole = `
image: registry.example:5000/rowbench:1
database: ssh://bench@10.0.0.5
server: { engine: "tcp://10.0.0.6:2376", address: 10.0.0.6, link: 2.5Gbit }
generators:
  - unix:///var/run/docker.sock
  - { context: loadgen-2 }
`;

describe("a hosts file", () => {
  test("names the image, and an engine for each role", () => {
    deepEqual(parseHostsFile(whole, "hosts.yaml"), {
      image: "registry.example:5000/rowbench:1",
      database: { name: "ssh://bench@10.0.0.5", options: ["--host", "ssh://bench@10.0.0.5"] },
      server: {
        name: "tcp://10.0.0.6:2376",
        options: ["--host", "tcp://10.0.0.6:2376"],
        address: "10.0.0.6",
        linkSpeed: 2.5e9,
      },
      generators: [
        {
          name: "unix:///var/run/docker.sock",
          options: ["--host", "unix:///var/run/docker.sock"],
        },
        { name: "context loadgen-2", options: ["--context", "loadgen-2"] },
      ],
    });
  });

  test("may be JSON, leave the image out, and give several roles to one engine", () => {
    const engine = "unix:///run/docker.sock";
    const text = JSON.stringify({ database: engine, server: engine, generators: [engine] });
    const { image, database, server, generators } = parseHostsFile(text, "hosts.json");
    equal(image, usualImage);
    deepEqual([server, generators], [database, [database]]);
  });

  test("is read from its path", () => {
    const folder = mkdtempSync(join(tmpdir(), "rowbench-hosts-"));
    after(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "hosts.yaml");
    writeFileSync(path, whole);
    deepEqual(readHostsFile(path), parseHostsFile(whole, path));
    writeFileSync(path, "database: 1");
    throws(() => readHostsFile(path), { code: "USAGE", message: new RegExp(`^${path}, line 1: `) });
    throws(() => readHostsFile(join(folder, "none.yaml")), {
      code: "USAGE",
      message: /^the hosts file `.*none\.yaml` cannot be read: ENOENT/,
    });
  });
});

describe("a mistake in a hosts file is told with its line:", () => {
  const roles = "database: unix:///d\nserver: unix:///s\n";
  const mistakes: Record<string, readonly [text: string, message: string | RegExp]> = {
    "nothing in it": ["# none yet\n", "h: is empty"],
    "no keys": ["unix:///d", "h, line 1: expected the keys image, database, server, generators"],
    "no YAML": ["database: [\n", /^h, line 2: Flow sequence /],
    "a key twice": ["server: unix:///s\nserver: unix:///s", "h, line 2: Map keys must be unique"],
    "an unknown key": [
      `${roles}generator: []`,
      "h, line 3: unknown key `generator`: did you mean `generators`? Allowed: image, database, server, generators",
    ],
    "an unknown key of a host": [
      "database: unix:///d\nserver:\n  engine: unix:///s\n  adress: a\ngenerators: []",
      "h, line 4: unknown key `adress`: did you mean `address`? Allowed: engine, context, address, link",
    ],
    "a role without a host": ["database: unix:///d\n", "h, line 1: `server` is missing"],
    "a host without an engine": [
      "database: { address: a }\n",
      "h, line 1: a host needs an `engine` or a `context`",
    ],
    "a host with two engines": [
      "database: { engine: unix:///d, context: c }\n",
      "h, line 1: a host has an `engine` or a `context`, not both",
    ],
    "no list of generators": [
      `${roles}generators: unix:///g`,
      "h, line 3: `generators` must be a list of engines",
    ],
    "no generator": [
      `${roles}generators: []`,
      "h, line 3: `generators` names no engine: at least one is needed",
    ],
    "an engine of another kind": [
      "database: 10.0.0.5",
      "h, line 1: `10.0.0.5`, expected: `unix://…`, `ssh://user@host`, `tcp://host:port`, or `{ context: name }`",
    ],
    "no engine at all": ["database:\nserver: unix:///s", /^h, line \d: `.*`, expected: `unix:/],
    "a context that is an option": [
      "database: { context: --tls }",
      "h, line 1: `--tls`, expected: the name of a Docker context",
    ],
    "a speed without a unit": [
      "database: { engine: unix:///d, link: 10 }",
      "h, line 1: `10`, expected: a speed such as `10Gbit` or `2.5Gbit`",
    ],
    "an image that is an option": [
      `image: --privileged\n${roles}generators: [unix:///g]`,
      "h, line 1: `--privileged`, expected: the name of an image, such as `rowbench:0.1.0`",
    ],
  };
  for (const [title, [text, message]] of Object.entries(mistakes)) {
    test(title, () => throws(() => parseHostsFile(text, "h"), { code: "USAGE", message }));
  }
});
