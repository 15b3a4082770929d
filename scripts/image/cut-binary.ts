import { headField, parseElf } from "./elf.ts";

/**
 * A program or library without what stands behind its last segment, such as symbols and debug
 * information: that is a fifth of Node.js as npm carries it. What is loaded stays as it is, byte for
 * byte, so that nothing measured can change. `undefined` where there is nothing to cut, or where the
 * file is no program.
 */
export function cutBinary(file: Buffer): Buffer | undefined {
  const elf = parseElf(file);
  if (elf === undefined) return undefined;
  const ends = elf.segments.map(({ offset, size }) => offset + size);
  const end = Math.max(elf.tableEnd, ...ends);
  if (end >= file.length) return undefined;
  const cut = Buffer.from(file.subarray(0, end));
  cut.writeBigUInt64LE(0n, headField.sectionTable);
  cut.fill(0, headField.sectionSize, headField.sectionNames + 2);
  return cut;
}
