/** An entry of a library that nobody wrote: the shape, length and word frequencies of real ones. */
export interface MadeEntry {
  readonly title: string;
  readonly question: string;
  readonly answers: string;
}

const SUBJECTS = `placement OSCE finance intercalation research application foundation wellbeing rota revision anatomy physiology
  pharmacology dissection cardiology respiratory surgery psychiatry paediatrics obstetrics dermatology radiology pathology
  elective bursary accommodation commute timetable lecture seminar tutorial portfolio reflection logbook signoff supervisor
  consultant registrar bleep handover ward clinic theatre community practice prescribing dosage communication consent
  ethics law statistics essay dissertation poster conference abstract audit teaching society committee sport childcare
  parking laundry scrubs stethoscope uniform lanyard library flashcards question-bank mock resit appeal extension
  mitigating circumstances occupational health vaccination sleep anxiety burnout loneliness friends housemates budget loan
  overdraft scholarship grant summer job locum shadowing interview personal statement reference ranking deanery specialty
  career radiotherapy oncology neurology gastroenterology endocrinology nephrology rheumatology haematology microbiology
  immunology genetics embryology histology biochemistry epidemiology geriatrics palliative emergency anaesthetics intensive`.split(
  /\s+/,
);
const DEEDS =
  `prepare choose find plan afford survive pass revise organise balance start finish book request swap explain present write
  practise remember manage share carry reach travel rent cook rest ask answer learn teach examine measure record submit`.split(
    /\s+/,
  );
const QUALITIES =
  `early late quiet busy cheap expensive useful difficult short long honest kind strict relaxed common rare official informal
  nearby distant weekly nightly optional compulsory local rural central patient tired confident nervous prepared`.split(/\s+/);
const FILLERS =
  `I found that it was mostly about the first week and then people started to help each other so do not worry too much when
  you are there because everyone feels like this at some point and the staff will tell you what to bring if you ask them
  before you go in which is what I wish somebody had told me in my own second year`.split(/\s+/);
const ASKING = ['How do I', 'When should I', 'Is it worth trying to', 'Where can I', 'What helps to', 'How early must I'];
const SYLLABLES =
  'ba be bri ca cor da del dun e far gal ham har ing kel lan lo mar min nor o pen ric ros sal ton um ver wes yar'.split(' ');
/** Names of places, societies, books: the long tail that every collection of texts has. */
const RARE_WORDS = 40_000;

/** Each entry is about a few things, and comes back to them. */
interface Theme {
  readonly subjects: readonly string[];
  readonly deeds: readonly string[];
  readonly qualities: readonly string[];
}

/** The same for the same seed. `random` gives numbers from 0 up to, but not including, 1. */
export function entryMaker(random: () => number): () => MadeEntry {
  const rare = Array.from({ length: RARE_WORDS }, () => capital(times(2 + whole(3), () => from(SYLLABLES)).join('')));

  function whole(below: number): number {
    return Math.floor(random() * below);
  }
  function from(list: readonly string[]): string {
    return list[whole(list.length)] ?? '';
  }
  /** The first ones more often than the last, as words are in any language. */
  const oftenFirst = (list: readonly string[], skew: number): string => list[Math.floor(list.length * random() ** skew)] ?? '';
  const rareWord = (): string => oftenFirst(rare, 3);

  function theme(): Theme {
    return {
      subjects: times(4, () => oftenFirst(SUBJECTS, 1.5)),
      deeds: times(3, () => oftenFirst(DEEDS, 1.3)),
      qualities: times(3, () => oftenFirst(QUALITIES, 1.3)),
    };
  }
  function word({ subjects, deeds, qualities }: Theme): string {
    const chance = random();
    if (chance < 0.6) return from(FILLERS);
    if (chance < 0.78) return from(subjects);
    if (chance < 0.86) return from(deeds);
    if (chance < 0.95) return from(qualities);
    return rareWord();
  }
  const sentence = (about: Theme): string => `${capital(times(8 + whole(9), () => word(about)).join(' '))}.`;
  const text = (about: Theme, sentences: number): string => times(sentences, () => sentence(about)).join(' ');

  return () => {
    const about = theme();
    const { subjects, deeds, qualities } = about;
    const end = random() < 0.5 ? `at ${rareWord()}` : `and ${from(subjects)}`;
    return {
      title: `${from(ASKING)} ${from(deeds)} ${from(qualities)} ${from(subjects)} ${end}?`,
      question: text(about, 2 + whole(5)),
      answers: text(about, 4 + whole(12)),
    };
  };
}

const times = <T>(count: number, make: () => T): readonly T[] => Array.from({ length: count }, make);
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Numbers from 0 up to, but not including, 1; the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A letter too many, too few, another, or two that changed places. */
export function misspelt(word: string, random: () => number): string {
  const at = Math.floor(random() * word.length);
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  switch (Math.floor(random() * 4)) {
    case 0:
      return word.slice(0, at) + letter + word.slice(at);
    case 1:
      return word.slice(0, at) + word.slice(at + 1);
    case 2:
      return word.slice(0, at) + letter + word.slice(at + 1);
    default: {
      const first = Math.min(at, word.length - 2);
      return word.slice(0, first) + word.charAt(first + 1) + word.charAt(first) + word.slice(first + 2);
    }
  }
}
