import { headField, parseElf, segmentField } from "./elf.ts";

/**
 * A library with less in its largest section: for one that holds nothing but data. `shrink` gets what
 * stands there and gives less, or `undefined` for what it does not know. The rest of the section is
 * zeros once it is loaded, and takes no place in the file. `undefined` where nothing is to be won.
 */
export function shrinkData(
  file: Buffer,
  shrink: (data: Buffer) => Buffer | undefined,
): Buffer | undefined {
  const elf = parseElf(file);
  const section = elf?.sections.toSorted((a, b) => b.size - a.size)[0];
  if (elf === undefined || section === undefined) return undefined;
  const { offset: start, size } = section;
  const end = start + size;
  const holder = elf.segments.find(
    (one) => one.isLoaded && one.offset <= start && end <= one.offset + one.size,
  );
  const data = shrink(file.subarray(start, end));
  if (holder === undefined || data === undefined) return undefined;
  // Later segments must stand as far from the start of a page as in memory.
  const page = Math.max(1, ...elf.segments.map(({ alignment }) => alignment));
  const cutLength = Math.floor((size - data.length) / page) * page;
  if (cutLength <= 0) return undefined;

  const head = Buffer.from(file.subarray(0, start));
  const tail = Buffer.from(file.subarray(start + data.length + cutLength));
  const shrunk = Buffer.concat([head, data, tail]);
  // The tables of segments stand at either end, never in the data.
  const moved = (offset: number): number => (offset >= end ? offset - cutLength : offset);
  const write = (value: number, place: number): number =>
    shrunk.writeBigUInt64LE(BigInt(value), moved(place));
  for (const { entry, offset } of elf.segments) write(moved(offset), entry + segmentField.offset);
  // What a segment has in memory and not in the file is filled with zeros.
  write(start + data.length - holder.offset, holder.entry + segmentField.size);
  const table = Number(file.readBigUInt64LE(headField.segmentTable));
  write(moved(table), headField.segmentTable);
  write(0, headField.sectionTable);
  shrunk.fill(0, headField.sectionSize, headField.sectionNames + 2);
  return shrunk;
}
