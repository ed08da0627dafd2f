import type { ShowAs } from '../calendar/event.ts';
import type { PresenceProfile } from '../profiles/presence-profile.ts';

/** The words of one language. */
export interface StatusWords {
  types: Readonly<Record<ShowAs, string>>;
  private: string;
  allDay: string;
  /** A day without its year, from its month and day in two digits. */
  date(month: string, day: string): string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The words of status texts (N8 and N11 of the seed checklist). */
export const statusWords: Readonly<Record<PresenceProfile['language'], StatusWords>> = {
  de: {
    types: {
      oof: 'Außer Haus',
      busy: 'Gebucht',
      tentative: 'Mit Vorbehalt',
      workingElsewhere: 'An anderem Ort tätig',
      free: 'Frei',
    },
    private: 'Privat',
    allDay: 'ganztägig',
    date: (month, day) => `${day}.${month}.`,
  },
  en: {
    types: {
      oof: 'Out of office',
      busy: 'Busy',
      tentative: 'Tentative',
      workingElsewhere: 'Working elsewhere',
      free: 'Free',
    },
    private: 'Private',
    allDay: 'all day',
    date: (month, day) => `${Number(day)} ${months[Number(month) - 1] ?? month}`,
  },
};
