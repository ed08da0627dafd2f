import type { Line } from './numbers.ts';

/** What a number is for. */
export type PhoneKind =
  'work' | 'home' | 'mobile' | 'main' | 'assistant' | 'car' | 'pager' | 'other' | 'workFax' | 'homeFax';

/** One number of a contact. */
export interface DemoPhone {
  kind: PhoneKind;
  /** As somebody typed it. */
  typed: string;
  /** What they meant, where it is one line: to write it differently in a second address book. */
  line?: Line;
}

/** A postal address. */
export interface DemoAddress {
  kind: 'work' | 'home' | 'other';
  street: string;
  postalCode: string;
  city: string;
  state?: string;
  country?: string;
  postBox?: string;
  room?: string;
}

/** A contact of the demo tenant before it is written in some program's dialect. */
export interface DemoContact {
  prefix?: string;
  given?: string;
  middle?: string;
  surname?: string;
  suffix?: string;
  nickname?: string;
  displayName: string;
  company?: string;
  department?: string;
  jobTitle?: string;
  profession?: string;
  phones: DemoPhone[];
  emails: { kind: 'work' | 'home'; address: string }[];
  addresses: DemoAddress[];
  birthday?: { year?: string; month: string; day: string };
  /** YYYY-MM-DD */
  anniversary?: string;
  webPage?: string;
  im?: string;
  spouse?: string;
  assistant?: string;
  manager?: string;
  note?: string;
  categories: string[];
  phonetic?: { given: string; surname: string };
}
