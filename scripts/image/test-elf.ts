/** What stands in a made-up library: loaded data, and symbols that only debuggers read. */
export interface TestElf {
  readonly file: Buffer;
  /** Where the data begins in the file. */
  readonly data: number;
}

const page = 4096;
const [headSize, segmentSize, sectionSize] = [64, 56, 64];

/** A library with two segments, the first with the data, and one section. */
export function testElf(content: { readonly data: Buffer; readonly symbols: Buffer }): TestElf {
  const { symbols } = content;
  const data = headSize + 2 * segmentSize;
  const second = Math.ceil((data + content.data.length) / page) * page;
  const sections = second + 16 + symbols.length;
  const file = Buffer.alloc(sections + sectionSize);
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]).copy(file);
  file.writeBigUInt64LE(BigInt(headSize), 32);
  file.writeBigUInt64LE(BigInt(sections), 40);
  [segmentSize, 2, sectionSize, 1].forEach((number, index) => {
    file.writeUInt16LE(number, 54 + 2 * index);
  });
  const segments = [
    { offset: 0, size: data + content.data.length },
    { offset: second, size: 16 },
  ];
  segments.forEach(({ offset, size }, index) => {
    const entry = headSize + index * segmentSize;
    file.writeUInt32LE(1, entry);
    for (const [place, number] of [
      [8, offset],
      [32, size],
      [40, size],
      [48, page],
    ] as const)
      file.writeBigUInt64LE(BigInt(number), entry + place);
  });
  content.data.copy(file, data);
  file.fill("second segment.\0", second, second + 16);
  symbols.copy(file, second + 16);
  file.writeUInt32LE(1, sections + 4);
  file.writeBigUInt64LE(BigInt(data), sections + 24);
  file.writeBigUInt64LE(BigInt(content.data.length), sections + 32);
  return { file, data };
}
