type Matrix = readonly (readonly number[])[];

/**
 * The Moore–Penrose inverse of a symmetric matrix whose null space is known: the vectors that are
 * equal within each component, as for the information on series that share rounds. To each
 * component's block a constant is added that makes it regular, and its part is taken out again.
 */
export function pseudoInverse(matrix: Matrix, components: readonly number[]): Matrix {
  const size = new Map<number, number>();
  for (const component of components) size.set(component, (size.get(component) ?? 0) + 1);
  const scale = Math.max(1, ...matrix.map((row, index) => row[index] ?? 0));
  const sizeAt = (row: number) => size.get(components[row] ?? 0) ?? 1;
  const inComponent = (values: Matrix, constant: (row: number) => number): number[][] =>
    values.map((line, row) =>
      line.map((value, column) =>
        components[row] === components[column] ? value + constant(row) : value,
      ),
    );
  const regular = inComponent(matrix, (row) => scale / sizeAt(row));
  return inComponent(inverse(regular), (row) => -1 / (scale * sizeAt(row)));
}

/** Gauss and Jordan; the matrix is positive definite, so that no pivot has to be looked for. */
function inverse(matrix: Matrix): number[][] {
  const rows = matrix.map((line, row) => [
    ...line,
    ...line.map((_, column) => (row === column ? 1 : 0)),
  ]);
  rows.forEach((pivotRow, pivot) => {
    const divisor = pivotRow[pivot] ?? 1;
    pivotRow.forEach((value, column) => {
      pivotRow[column] = value / divisor;
    });
    for (const [row, line] of rows.entries()) {
      const factor = line[pivot] ?? 0;
      if (row !== pivot && factor !== 0) subtract(line, pivotRow, factor);
    }
  });
  return rows.map((line) => line.slice(matrix.length));
}

function subtract(line: number[], other: readonly number[], factor: number): void {
  for (let column = 0; column < line.length; column += 1)
    line[column] = (line[column] ?? 0) - factor * (other[column] ?? 0);
}
