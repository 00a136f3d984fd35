/** Letters that look like others, by script: each letter of the first word reads as the letter under it in the second. */
const LOOKALIKES: readonly (readonly [letters: string, read: string])[] = [
  // Cyrillic
  ['авесԁѓһіїјкӏмнопрԛгѕтцухѵԝьзёэичшщяєґ', 'abecdrhiijklmhonpqrstuyxvwb3eeuywwrer'],
  // Greek
  ['αβγδεζηθικλμνξοπρσςτυφχψωΛΣ', 'abydeznoiklmvxonpostuoxywAE'],
  // Armenian, Cherokee, Coptic and Lisu letters that are drawn like Latin capitals
  ['օսոհցզԼՏՍᎠᎡᎢᎥᎪᎫᎳᎷᎻᎽᏀᏃᏎᏒᏔᏙᏚᏞᏟᏢᏦᏴᎬᏗᏕ', 'ounhgqLSURTTiAJWMHYGZ4RWVSLCPKBEJS'],
  ['ⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ', 'ABEHIKMNOPCTYXBPDTGKJCZFMNLSRVHWXYAEIOU'],
  // Phonetic, small-capital and barred Latin letters
  [
    'ɑʙᴀᴄᴅᴇꜰɢʜɪᴊᴋʟᴌᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢıȷłøđħŧɡɩǀɐɔǝəɛɜɟɥɯɹʇʌʍʎƙɱŋɓɗƒɠɦɨɫɭɾʂʈʉʋƴƶƚð',
    'abacdefghijkllmnoprstuvwyzijlodhtgilacoeeejhmrtvwykmnbdfghillrstuvyzld',
  ],
];

const SHORTER = new Map([
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ß', 'ss'],
  ['þ', 'th'],
]);

const PUNCTUATION: readonly (readonly [letters: string, read: string])[] = [
  ['’‘ʼ‛′`´ʹʻ＇՚ˈꞌ', "'"],
  ['“”„‟«»″〝〞＂❝❞', '"'],
  ['‐‑‒–—―−﹘﹣－ー', '-'],
  ['∕⁄╱', '/'],
  ['∗⁎✱＊٭•·●∙⋅・', '*'],
  ['¡ǃ', '!'],
  ['€', 'e'],
  ['£', 'l'],
  ['¢', 'c'],
  ['¥', 'y'],
];

/** What a single character reads as, in lower case; characters that look like nothing Latin stay out of the table. */
export const confusables: ReadonlyMap<string, string> = new Map([
  ...LOOKALIKES.flatMap(([letters, read]) =>
    [...letters].map((letter, at): [string, string] => [letter, ([...read][at] ?? letter).toLowerCase()]),
  ),
  ...SHORTER,
  ...PUNCTUATION.flatMap(([letters, read]) => [...letters].map((letter): [string, string] => [letter, read])),
]);
