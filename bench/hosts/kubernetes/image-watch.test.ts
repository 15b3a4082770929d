import { doesNotThrow, throws } from "node:assert/strict";
import { test } from "node:test";
import { createImageWatch } from "./image-watch.ts";

const [one, other] = [`sha256:${"1".repeat(64)}`, `sha256:${"2".repeat(64)}`];

test("pods of a run have one image, by whatever name their nodes know it", () => {
  const images = createImageWatch();
  images.note("r1", "a", `registry.example/rowbench@${one}`);
  doesNotThrow(() => images.note("r1", "b", one));
  throws(() => images.note("r1", "c", other), {
    message: `its image is \`${other}\`, but a has \`registry.example/rowbench@${one}\``,
  });
});

test("another run may have another image", () => {
  const images = createImageWatch();
  images.note("r1", "a", one);
  doesNotThrow(() => images.note("r2", "a", other));
});
