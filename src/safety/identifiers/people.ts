import { type Found, findAll, type Reading, sentenceStarts } from './reading.ts';

const NAME = "[A-Z](?:[a-z]+(?:['-][A-Z]?[a-z]+)?|')[A-Za-z'-]{0,20}";
const TITLED = new RegExp(
  `(?<![A-Za-z])(?:[Mm]rs?|Ms|Miss|Mx|MR|MRS|Master)\\.? (?:${NAME}(?: ${NAME})?|[A-Z]\\.?(?![A-Za-z])|[A-Z]{2,15}(?![A-Za-z]))`,
  'g',
);
const TITLED_LOWER = /(?<![\p{L}])(?:mr|mrs)\.? [a-z]{3,15}(?![\p{L}])/gu;
const WHO = '(?:[Pp]atient|[Pp]t|PATIENT|[Rr]esident|[Ss]ervice user|[Cc]lient)';
const PERSON =
  '(?:man|woman|lady|gentleman|girl|boy|guy|bloke|chap|lad|patient|pt|child|kid|baby|teenager|toddler|resident|gent|fella|mum|service user)';
const NAMED = new RegExp(
  `(?<![A-Za-z])(?:${WHO}(?:'s name(?: is| was)|,| is| was|:)? (?:called |named )?|(?:${PERSON}) (?:called|named) |(?:[Hh]er|[Hh]is|[Tt]heir) name(?:'s| is| was) |[Nn]ame: ?)(?<name>${NAME}(?: ${NAME})?)`,
  'g',
);
const NAMED_LOWER = new RegExp(`(?<![a-z])(?:${PERSON}) (?:called|named) (?<name>[a-z]{3,15})(?: [a-z]{3,15})?`, 'g');
const INITIALS = new RegExp(
  `(?<![A-Za-z])(?:${WHO}(?:,| is| was|:)? |[Ii]nitials(?: are|:)? ?)(?<name>[A-Z]\\.? ?[A-Z]\\.?(?: ?[A-Z]\\.?)?)(?![A-Za-z\\d])`,
  'g',
);
const INITIALS_AGED =
  /(?<![A-Za-z.])(?<name>[A-Z]\.?[A-Z]\.?)[ ,(-]{1,3}(?:a |an |aged )?\d{1,3}(?: ?(?:[MF]\b|yo\b|y\/o|yr|year|-year|y\b))/g;
const DOTTED = /(?<![A-Za-z.])(?<name>[A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.)?)(?![A-Za-z])/g;

const STAFF =
  /\b(?:consultant|surgeon|registrar|reg|tutor|supervisor|lecturer|professor|prof|examiner|dean|teacher|teaching|anaesthetist|firm|theatre list|his list|her list|mentor|f1|f2|sho|matron|sister|educational|signed|sign[- ]off|lecture|clinic list|scrub|assist(?:ed|ing)?|shadow(?:ed|ing)?|viva)\b/;
const CARE =
  /\b(?:patient|pt|bed \d|bay \d|ward|admitted|presented|diagnos|clerked|bloods|his wife|her husband|relatives|discharged|came in|cannula|took a history|history from|examined|biopsy|scan|fall|pain|died|cancer|stroke|catheter|surgery on|operated on|dementia)/;
const KNOWN = new Set(
  'BP HR RR ED GP MI PE AF HF CT XR US IV IM PO PR PV TB MS RA GI GU OB OT PT NG DM HT CF CP SOB OK UK EU USA MRI ECG UTI DVT TIA CVA SLE IBD IBS HIV ICU ITU CCU AMU MAU SAU HDU AKI CKD COPD DKA ABG VBG FBC LFT UE CRP ESR TFT INR BM GCS DNR NAD TTO PRN QDS BD OD TDS STAT NBM NIL SC PC HPC PMH DH FH SH OE IE EG AM PM ID NI QI LP NIV ECT CBT PD AD MND ALS ALL AML CML CLL NHL HL BPH PSA TURP CABG PCI AV VF VT SVT LBBB MR AS AR MV TR TV SA QT ST RV LV LA RA JVP SN CN EM ENT OBGYN A&E SI SH OSA PTSD OCD BPD ADHD ASD LD IQ GA LA CS NVD FFP'.split(
    ' ',
  ),
);
const NO_NAMES = new Set(
  'The This That They There His Her He She It We You And But Was Is Has Had With Who On In At Of For From To After Before Please Can Could Should Would Will Any Not No Yes If When What Why How Care Safety History Notes Leaflet Information Education Support Group Consent Bed Ward Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December Came Said Presented Presents Admitted Denies Reports Complains Needs Wants Seen Stable Experience Journey Centred Advice Liaison Contact'.split(
    ' ',
  ),
);
const NO_NAMES_LOWER =
  /^(?:the|and|for|his|her|our|out|off|over|back|him|them|us|me|an|with|again|today|after|about|from|in|to|an?|when|because|asking|last|this|that|it|down|at|up|on|by|help|sister|nurse|security)$/;

interface Surroundings {
  readonly isCare: boolean;
  readonly isStaff: boolean;
}

/** People who are no staff: titles, names after "patient", initials. */
export function findPeople(reading: Reading): readonly Found[] {
  const { text, cased } = reading;
  const starts = sentenceStarts(reading);
  const known = new Map<number, Surroundings>();
  /** What the sentence around a find is about, looked at once a sentence. */
  const about = ({ start }: Found): Surroundings => {
    let sentence = 0;
    let after = starts.length;
    while (sentence + 1 < after) {
      const middle = (sentence + after) >> 1;
      if ((starts[middle] ?? 0) <= start) sentence = middle;
      else after = middle;
    }
    const seen = known.get(sentence);
    if (seen) return seen;
    const words = text.slice(starts[sentence], starts[sentence + 1]);
    const found = { isCare: CARE.test(words), isStaff: STAFF.test(words) };
    known.set(sentence, found);
    return found;
  };
  const isStaff = (found: Found): boolean => about(found).isStaff && !about(found).isCare;
  const nameIn = (found: Found): string => cased.slice(found.start, found.end);
  const isName = (found: Found): boolean => !NO_NAMES.has(nameIn(found).split(' ')[0] ?? '');
  const isInitials = (found: Found): boolean => /\./.test(nameIn(found)) || !KNOWN.has(nameIn(found).replace(/[. ]/g, ''));
  return [
    ...findAll(cased, TITLED, 'named-person').filter(
      (found) => !isStaff(found) && !/^M[rs] (?:Men|Bean|Robot)/.test(nameIn(found)),
    ),
    ...findAll(text, TITLED_LOWER, 'named-person').filter((found) => about(found).isCare && !isStaff(found)),
    ...findAll(cased, NAMED, 'named-person', 'name').filter(isName),
    ...findAll(text, NAMED_LOWER, 'named-person', 'name').filter(({ groups }) => !NO_NAMES_LOWER.test(groups.name ?? '')),
    ...findAll(cased, INITIALS, 'named-person', 'name').filter(isInitials),
    ...findAll(cased, INITIALS_AGED, 'named-person', 'name').filter(isInitials),
    ...findAll(cased, DOTTED, 'named-person', 'name').filter(
      (found) =>
        about(found).isCare &&
        !KNOWN.has(nameIn(found).replace(/[. ]/g, '')) &&
        !/^(?:U\.K|N\.H|D\.O|E\.G|I\.E|A\.M|P\.M|B\.M|G\.M|U\.S)/.test(nameIn(found)),
    ),
  ];
}

/**
 * The author's own names and numbers, as the platform told them in this request: each as a whole, and its parts where they can
 * be somebody's name.
 */
export function findOwnNames(reading: Reading, names: readonly string[]): readonly Found[] {
  const { text, cased } = reading;
  const wanted = new Set(
    names
      .slice(0, MOST_NAMES)
      .flatMap((name) => [name, ...name.split(/[^\p{L}\p{M}\d'’@_-]+/u).filter(isNamePart)])
      .map((name) => name.trim().replace(/^@/, '').toLowerCase()),
  );
  return [...wanted].flatMap((plain) => {
    if (plain.length < 2 || plain.length > 64 || NEVER_NAMES.has(plain)) return [];
    const found: Found[] = [];
    for (let at = text.indexOf(plain); at >= 0; at = text.indexOf(plain, at + plain.length)) {
      const isWhole = !IN_WORD.test(text[at - 1] ?? ' ') && !IN_WORD.test(text[at + plain.length] ?? ' ');
      const isWord = COMMON_WORDS.has(plain) || plain.length < 3;
      if (isWhole && (!isWord || cased[at] !== text[at])) found.push({ kind: 'own-name', start: at, end: at + plain.length });
    }
    return found;
  });
}

/** A part of what somebody calls themselves: no word that everybody writes, and nothing shorter than three letters. */
function isNamePart(part: string): boolean {
  const plain = part.replace(/^@/, '').toLowerCase();
  return plain.length >= 3 && !NEVER_NAMES.has(plain) && !/^\d{1,4}(?:st|nd|rd|th)?$/.test(plain);
}

/** Words of display names that name nobody: little words, titles, courses and years. */
const NEVER_NAMES = new Set(
  'i me my we you your he she him her his it its they them their the an and or but not no yes of in on at to for from with by as is are was were be been am do does did has have had would can could should this that these those here there what who when where why how all any some one two three four five six first second third fourth fifth final new old big just only also very more most so too than then now night week month year years time today student students med meds medic medical medicine doctor doctors dr mr mrs ms mx miss sir prof professor nurse nursing dentist dental vet uni university college school class course cohort group team mentor tutor tutee mentee peer rep president secretary treasurer captain admin mod moderator bot user guest person people man woman girl boy friend mum dad mom baby cat dog official real anon anonymous anonymously graduate undergrad postgrad intern resident junior senior house officer foundation trainee fy1 fy2 year1 year2 year3 year4 year5 ms1 ms2 ms3 ms4 bsc mbbs mbchb phd she/her he/him they/them away busy out back off sick leave home work'.split(
    ' ',
  ),
);

const MOST_NAMES = 20;
const IN_WORD = /[\p{L}\d_]/u;
/** Names that are words too: these count only with a capital. */
const COMMON_WORDS = new Set(
  'will may mark grace hope joy faith rose lily daisy jack art bill bob rob pat sue drew dean max summer autumn april june august dawn eve faye guy ivy jade jean kit lane miles neil nick penny pearl ray rich robin ruby sky sunny violet wade young long white black brown green king day love best small short cook baker page price field marsh stone wood woods hall hill banks may an do so he li queen little ward wards'.split(
    ' ',
  ),
);
