import { defaultSalt, expectedRandomNumber, type TableContent } from "../contract/index.ts";
import type { AdminRedis } from "./admin-redis.ts";
import { contentKey, keyOf } from "./cache-keys.ts";

/** What `ensureCacheContent` is to bring about. */
export interface CacheContentOptions {
  /** Rows to have. */
  readonly rows: number;
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** What Redis holds according to the key `rowbench:world`. */
interface NotedContent extends TableContent {
  /** False from the start of a change until its end: more or other rows may be there. */
  readonly isComplete: boolean;
}

/** Rows of one command: others are served in between. */
const chunkSize = 1000;
/** Commands in flight. */
const windowSize = 16;

/**
 * Makes sure that Redis holds the rows asked for and none beyond, each with its value. Resolves to
 * what it holds: what is filled anew has the default salt. Keys without our prefix are left alone.
 */
export async function ensureCacheContent(
  redis: AdminRedis,
  { rows, onProgress }: CacheContentOptions,
): Promise<TableContent> {
  const noted = await readNote(redis);
  if (noted?.isComplete && noted.rows === rows && (await holds(redis, noted)))
    return { rows, salt: noted.salt };
  onProgress?.(`filling Redis with ${rows} rows`);
  const content = { rows, salt: defaultSalt };
  const present = noted?.rows ?? 0;
  await writeNote(redis, { ...content, rows: Math.max(rows, present), isComplete: false });
  await seedCache(redis, content);
  await forEachChunk(rows + 1, present, (ids) => redis.unlink(...ids.map(keyOf)));
  await writeNote(redis, { ...content, isComplete: true });
  return content;
}

/** Gives the rows 1 to `rows` the values of the salt; nobody who reads meanwhile misses a row. */
export function seedCache(redis: AdminRedis, { rows, salt }: TableContent): Promise<void> {
  return forEachChunk(1, rows, (ids) =>
    redis.mset(...ids.flatMap((id) => [keyOf(id), expectedRandomNumber(id, salt)])),
  );
}

/** Gives all rows the values of another salt, and notes it. */
export async function changeSalt(redis: AdminRedis, content: TableContent): Promise<void> {
  await writeNote(redis, { ...content, isComplete: false });
  await seedCache(redis, content);
  await writeNote(redis, { ...content, isComplete: true });
}

async function readNote(redis: AdminRedis): Promise<NotedContent | undefined> {
  const { rows, salt, complete } = await redis.hgetall(contentKey);
  if (rows === undefined || salt === undefined) return undefined;
  return { rows: Number(rows), salt: Number(salt), isComplete: complete === "1" };
}

async function writeNote(
  redis: AdminRedis,
  { rows, salt, isComplete }: NotedContent,
): Promise<void> {
  await redis.hset(contentKey, { rows, salt, complete: isComplete ? 1 : 0 });
}

/** Whether every row has its value: Redis may have evicted some, or others changed them. */
async function holds(redis: AdminRedis, { rows, salt }: TableContent): Promise<boolean> {
  let isRight = true;
  await forEachChunk(1, rows, async (ids) => {
    const values = await redis.mget(...ids.map(keyOf));
    const isSame = (id: number, index: number): boolean =>
      values[index] === `${expectedRandomNumber(id, salt)}`;
    isRight &&= ids.every(isSame);
  });
  return isRight;
}

async function forEachChunk(
  first: number,
  last: number,
  run: (ids: readonly number[]) => Promise<unknown>,
): Promise<void> {
  const running: Promise<unknown>[] = [];
  for (let start = first; start <= last; start += chunkSize) {
    const length = Math.min(chunkSize, last - start + 1);
    running.push(run(Array.from({ length }, (_, index) => start + index)));
    if (running.length === windowSize) await Promise.all(running.splice(0));
  }
  await Promise.all(running);
}
