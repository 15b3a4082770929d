import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { parseRecord } from "../results/records/read-records.ts";
import type { ExperimentRecord } from "../results/records/records.ts";
import { samplesFile } from "../results/records/results-folder.ts";

/** Reads a file of samples that somebody else appends to. */
export interface SamplesFollower {
  /**
   * The records that came since the last call; none while there is no file. A line that is not
   * finished comes with the next call, one that cannot be read is left out.
   */
  read(): readonly ExperimentRecord[];
}

const chunkBytes = 1 << 18;
const lineFeed = 10;

/** Begins at the first line. */
export function followSamples(folder: string): SamplesFollower {
  const path = join(folder, samplesFile);
  let offset = 0;
  let rest: Buffer = Buffer.alloc(0);
  return {
    read: () => {
      const added = readFrom(path, offset);
      offset += added.length;
      const all = Buffer.concat([rest, added]);
      const end = all.lastIndexOf(lineFeed) + 1;
      rest = all.subarray(end);
      return all
        .toString("utf8", 0, end)
        .split("\n")
        .flatMap((line) => (line === "" ? [] : (parseRecord(line) ?? [])));
    },
  };
}

/** All bytes of a file from there on; none where it cannot be opened. */
function readFrom(path: string, offset: number): Buffer {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const chunks: Buffer[] = [];
    for (let place = offset; ; ) {
      const chunk = Buffer.alloc(chunkBytes);
      const count = readSync(file, chunk, 0, chunkBytes, place);
      if (count === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, count));
      place += count;
    }
  } finally {
    closeSync(file);
  }
}
