import fc from 'fast-check'

/** What normalises, folds or separates in unusual ways, among plain ones. */
export const pieces = [
  ..."aB 9-'.\nΣσςΑİıǅßẞﬁ½²㎏Ａｶﾞががあ゙한ᄒ\u1161\u11a8\u0301\u0345\u0323\u0338\u3099\u00ad\u034f\u200d<=่ำกะลាက漢字、。 ٣ก๎ຳ",
  'ʰ',
  'e\u0301',
  '\ud800',
  '\udc00',
  '\u0378',
  '\u{10ffff}',
  '\u{1ccd6}',
  '𝐀',
  '𐐀',
  '\u{16d6b}',
  '😀',
  'word',
  'ΟΔΟΣ',
  'x'.repeat(63),
  'é'.repeat(33),
]

/** Strings of such pieces, and of anything. */
export const strings = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
)
