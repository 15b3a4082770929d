/*
 * ICU's package of data: a head, a table of contents (how many items, and for each where its name and
 * its content begin, counted from the table), the names in order, the contents.
 */

const entrySize = 8;
/** Contents hold numbers, which must stand where processors like to read them. */
const alignment = 16;
const mark = 0x27da;

interface Item {
  readonly name: string;
  readonly content: Buffer;
}

/** The same package with some of its items alone; `undefined` where it is none. */
export function keepItems(data: Buffer, isKept: (name: string) => boolean): Buffer | undefined {
  if (data.length < alignment || data.readUInt16LE(2) !== mark) return undefined;
  const headSize = data.readUInt16LE(0);
  const kept = readItems(data.subarray(headSize)).filter(({ name }) => isKept(name));
  return Buffer.concat([data.subarray(0, headSize), writeItems(kept)]);
}

function readItems(table: Buffer): readonly Item[] {
  const count = table.readUInt32LE(0);
  const at = (index: number): { name: number; content: number } => {
    const entry = 4 + index * entrySize;
    return { name: table.readUInt32LE(entry), content: table.readUInt32LE(entry + 4) };
  };
  return Array.from({ length: count }, (_, index) => {
    const { name, content } = at(index);
    const end = index + 1 < count ? at(index + 1).content : table.length;
    return {
      name: table.toString("latin1", name, table.indexOf(0, name)),
      content: table.subarray(content, end),
    };
  });
}

function writeItems(items: readonly Item[]): Buffer {
  const names = items.map(({ name }) => Buffer.from(`${name}\0`, "latin1"));
  const table = Buffer.alloc(4 + items.length * entrySize);
  table.writeUInt32LE(items.length, 0);
  const parts: Buffer[] = [table, ...names];
  let position = sumOf(parts);
  const add = (part: Buffer): void => {
    parts.push(part);
    position += part.length;
  };
  let nameStart = table.length;
  items.forEach(({ content }, index) => {
    add(Buffer.alloc((alignment - (position % alignment)) % alignment));
    table.writeUInt32LE(nameStart, 4 + index * entrySize);
    table.writeUInt32LE(position, 8 + index * entrySize);
    nameStart += names[index]?.length ?? 0;
    add(content);
  });
  return Buffer.concat(parts);
}

function sumOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
