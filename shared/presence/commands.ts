import type { PresenceProfile } from '../profiles/presence-profile.ts';
import type { WantedCategory } from '../source/event-reader.ts';

type Categories = PresenceProfile['categories'];

/** What a category of an event can ask for. */
export type Command = keyof Categories['allow'];

interface CommandCategory {
  command: Command;
  /** How the category is spelled behind the profile's prefix; the first spelling is the one that is added to mailboxes. */
  spellings: readonly [string, ...string[]];
  colour: WantedCategory['colour'];
}

/** N24 to N30 of the seed checklist. */
const commandCategories: readonly CommandCategory[] = [
  { command: 'ignore', spellings: ['Ignorieren'], colour: 'preset12' },
  { command: 'lamp', spellings: ['Funktionstasten_aktivieren'], colour: 'preset0' },
  { command: 'doNotDisturb', spellings: ['DND_aktivieren'], colour: 'preset9' },
  { command: 'voicemailInternal', spellings: ['Voicemail_intern_aktivieren'], colour: 'preset3' },
  {
    command: 'voicemailExternal',
    // Misspelled where users come from: no mailbox is to have the same command twice.
    spellings: ['Voicemail_extern_aktiviern', 'Voicemail_extern_aktivieren'],
    colour: 'preset1',
  },
  { command: 'forwardInternal', spellings: ['AUL_intern_aktivieren'], colour: 'preset7' },
  { command: 'forwardExternal', spellings: ['AUL_extern_aktivieren'], colour: 'preset5' },
];

/** The categories that a mailbox should have in its list: one for each allowed command, none while categories are off. */
export function wantedCategories({ categories }: Pick<PresenceProfile, 'categories'>): WantedCategory[] {
  return allowed(categories).map(({ spellings: [name], colour }) => ({ name: categories.prefix + name, colour }));
}

/** The names under which an event may carry an allowed command, in every spelling: those to ask a source for. */
export function readCategories({ categories }: Pick<PresenceProfile, 'categories'>): string[] {
  return allowed(categories).flatMap(({ spellings }) => spellings.map((name) => categories.prefix + name));
}

/** The commands that an event gives, each with the category as it stands there. */
export type Given = ReadonlyMap<Command, string>;

/** The allowed commands among the categories of an event; case does not matter. */
export function commandsOf(names: readonly string[], categories: Categories): Given {
  const given = new Map<Command, string>();
  if (names.length === 0) return given;
  for (const { command, spellings } of allowed(categories)) {
    const spelled = spellings.map((name) => folded(categories.prefix + name));
    const name = names.find((one) => spelled.includes(folded(one)));
    if (name !== undefined) given.set(command, name);
  }
  return given;
}

/** Why something is asked for: by a category, which goes first as the person's own word, or because the profile always does it. */
export function reasonFor(command: Command, given: Given, always: boolean): string | undefined {
  const category = given.get(command);
  if (category !== undefined) return `category ${category}`;
  return always ? `always ${command}` : undefined;
}

function allowed({ enabled, allow }: Categories): CommandCategory[] {
  return enabled ? commandCategories.filter(({ command }) => allow[command]) : [];
}

function folded(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
