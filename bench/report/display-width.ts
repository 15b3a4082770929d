const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** East Asian wide and full-width characters (UAX 11), and emoji. */
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}])/u;
/** Marks without a letter to stand on, and characters that only steer others. */
const invisible = /^[\p{Mark}\p{Cf}]+$/u;

/** How many columns of a terminal a text takes; letters with their accents take one. */
export function displayWidth(text: string): number {
  return [...graphemes.segment(text)].reduce((sum, { segment }) => sum + widthOf(segment), 0);
}

function widthOf(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}
