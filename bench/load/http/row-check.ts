import { expectedRandomNumber, saltOf } from "@rowbench/shared/contract";
import type { Fault } from "../terms/failure.ts";
import { idBins } from "../terms/load-result.ts";
import type { TableContents } from "../terms/load-spec.ts";

/**
 * Checks the rows of one slice against what the table holds. Without that knowledge the first row
 * tells the salt, and all others must agree with it.
 */
export class RowCheck {
  readonly #lastId: number;
  readonly #staleSalt: number | undefined;
  readonly #answersPerIdBin: number[] | undefined;
  #salt: number | undefined;

  constructor(table: TableContents | undefined) {
    this.#lastId = table?.rows ?? Number.POSITIVE_INFINITY;
    this.#salt = table?.salt;
    this.#staleSalt = table?.staleSalt;
    this.#answersPerIdBin = table && new Array<number>(idBins).fill(0);
  }

  /** Right rows by their id, in `idBins` bins; only of a table whose size is known. */
  get answersPerIdBin(): readonly number[] | undefined {
    return this.#answersPerIdBin;
  }

  /** Looks at two whole numbers; undefined means right, and counts the row. */
  check(id: number, randomNumber: number): Fault | undefined {
    const salt = this.#salt ?? this.#inferSalt(id, randomNumber);
    if (id < 1 || id > this.#lastId) return this.#idFault(id, randomNumber);
    const expected = expectedRandomNumber(id, salt);
    if (randomNumber !== expected) return this.#valueFault(id, randomNumber, expected);
    const bins = this.#answersPerIdBin;
    if (bins !== undefined) (bins[Math.floor(((id - 1) * idBins) / this.#lastId)] as number)++;
    return undefined;
  }

  /** Nothing is kept of a row that no salt explains: it must not speak for the others. */
  #inferSalt(id: number, randomNumber: number): number {
    const salt = saltOf(id, randomNumber);
    if (id >= 1 && expectedRandomNumber(id, salt) === randomNumber) this.#salt = salt;
    return salt;
  }

  #idFault(id: number, randomNumber: number): Fault {
    const allowed =
      this.#lastId === Number.POSITIVE_INFINITY ? "" : ` and end at \`${this.#lastId}\``;
    const message = `row \`${id}\` has randomNumber \`${randomNumber}\`, ids start at 1${allowed}`;
    return { kind: "row", message };
  }

  #valueFault(id: number, randomNumber: number, expected: number): Fault {
    const isStale =
      this.#staleSalt !== undefined && randomNumber === expectedRandomNumber(id, this.#staleSalt);
    if (!isStale) {
      const message = `row \`${id}\` has randomNumber \`${randomNumber}\`, expected \`${expected}\``;
      return { kind: "row", message };
    }
    const message = `row \`${id}\` still has the value of before the table was changed: the answer was not queried now`;
    return { kind: "stale", message };
  }
}
