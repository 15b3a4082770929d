/** A part of a program that is loaded, or a note about one. */
export interface Segment {
  /** Of its entry in the table. */
  readonly entry: number;
  readonly isLoaded: boolean;
  /** Where it begins in the file, and how much of it stands there; in bytes. */
  readonly offset: number;
  readonly size: number;
  readonly alignment: number;
}

/** A part of a program as linkers and debuggers see it. */
export interface Section {
  readonly offset: number;
  readonly size: number;
}

/** A program or a library of Linux. */
export interface Elf {
  /** Where the table of segments ends. */
  readonly tableEnd: number;
  readonly segments: readonly Segment[];
  /** Those that stand in the file; none once their table was cut off. */
  readonly sections: readonly Section[];
}

/** Where numbers stand in the head. */
export const headField = {
  segmentTable: 32,
  sectionTable: 40,
  segmentSize: 54,
  segmentCount: 56,
  sectionSize: 58,
  sectionCount: 60,
  sectionNames: 62,
} as const;
/** Where numbers stand in a segment's entry. */
export const segmentField = { type: 0, offset: 8, size: 32, alignment: 48 } as const;
const sectionField = { type: 4, offset: 24, size: 32 } as const;

const headSize = 64;
const loaded = 1;
/** A section that takes memory, but no place in the file. */
const withoutPlace = 8;
/** ELF, of 64 bits, little end first: what Linux on x64 and arm64 is. */
const magic = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);

/** Reads the tables of a program; `undefined` for any other file. */
export function parseElf(file: Buffer): Elf | undefined {
  if (file.length < headSize || !file.subarray(0, magic.length).equals(magic)) return undefined;
  const table = number64(file, headField.segmentTable);
  const size = file.readUInt16LE(headField.segmentSize);
  const count = file.readUInt16LE(headField.segmentCount);
  const segments = entriesOf(table, size, count).map((entry) => ({
    entry,
    isLoaded: file.readUInt32LE(entry + segmentField.type) === loaded,
    offset: number64(file, entry + segmentField.offset),
    size: number64(file, entry + segmentField.size),
    alignment: number64(file, entry + segmentField.alignment),
  }));
  return { tableEnd: table + size * count, segments, sections: readSections(file) };
}

function readSections(file: Buffer): readonly Section[] {
  const table = number64(file, headField.sectionTable);
  const size = file.readUInt16LE(headField.sectionSize);
  return entriesOf(table, size, file.readUInt16LE(headField.sectionCount))
    .filter((entry) => file.readUInt32LE(entry + sectionField.type) !== withoutPlace)
    .map((entry) => ({
      offset: number64(file, entry + sectionField.offset),
      size: number64(file, entry + sectionField.size),
    }));
}

function entriesOf(table: number, size: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => table + index * size);
}

function number64(file: Buffer, offset: number): number {
  return Number(file.readBigUInt64LE(offset));
}
