import { showAsWords } from '../../../shared/calendar/event.ts';
import type { Effects } from '../../../shared/presence/effects.ts';
import { writtenTargets, type Planned, type Scene } from './random-calendars.ts';

/** What holds at a minute: `effects` and `winner` alone, and with causes and alarms. */
export interface Expected {
  effects: Effects;
  winner: string | null;
  causes: string[];
  alarms: string[];
}

type Wish = [value: unknown, by: string] | undefined;

/** What holds at each minute of a scene, worked out from the whole calendar each time without regard to borders. */
export function oracleOf(scene: Scene): (minute: number) => Expected {
  const known = new Map<string, Expected>();
  return (minute) => {
    let running = scene.planned.filter((event) => event.from <= minute && minute < event.to && counts(event, scene));
    const key = running.map(({ id }) => id).join();
    const found = known.get(key);
    if (found) return found;
    // The least important criterion first: sorting is stable.
    running = running.sort((a, b) => (a.id < b.id ? -1 : 1));
    running = running.sort((a, b) => b.from - a.from);
    running = running.sort((a, b) => showAsWords.indexOf(a.showAs) - showAsWords.indexOf(b.showAs));
    running = [
      ...running.filter((event) => isCommanded(event, scene)),
      ...running.filter((event) => !isCommanded(event, scene)),
    ];
    const expected = combined(running, scene);
    known.set(key, expected);
    return expected;
  };
}

function combined(running: Planned[], scene: Scene): Expected {
  const { always, chat, lamp } = scene.input.profile;
  const causes: string[] = [];
  const pick = (effect: string, wish: (event: Planned) => Wish): unknown => {
    const event = running.find((one) => wish(one) !== undefined);
    const [value, by] = (event && wish(event)) ?? [];
    if (event) causes.push(`${effect} ${event.id} ${by ?? ''}`);
    return value;
  };
  const because = (event: Planned, command: RegExp, allowed: boolean, rule: string | false): string | undefined =>
    categoryOf(event, scene, command, allowed) ?? (rule || undefined);
  const effects = {
    chat: pick('chat', () => (chat === 'none' ? undefined : [chat, 'rule chat'])) ?? 'none',
    text: pick('text', (event) => (textOf(event, scene) ? [textOf(event, scene), 'rule text'] : undefined)) ?? '',
    lamp:
      pick('lamp', (event) => {
        const by = because(event, /^_sf_funktionstasten_/i, allow(scene).lamp, always.lamp && 'always lamp');
        return by === undefined ? undefined : [lamp.colour, by];
      }) ?? 'off',
    doNotDisturb:
      pick('doNotDisturb', (event) => {
        const by = because(event, /^_sf_dnd_/i, allow(scene).doNotDisturb, false);
        return by === undefined ? undefined : [true, by];
      }) ?? false,
    internal: pick('internal', (event) => forwarding(event, scene, 'internal').wish) ?? null,
    external: pick('external', (event) => forwarding(event, scene, 'external').wish) ?? null,
    groups:
      pick('groups', (event) => {
        const forwards = forwarding(event, scene, 'internal').wish ?? forwarding(event, scene, 'external').wish;
        return always.groups && forwards ? [true, 'always groups'] : undefined;
      }) ?? false,
  } as Effects;
  const alarms = running.flatMap((event) =>
    (['internal', 'external'] as const)
      .filter((side) => forwarding(event, scene, side).alarm)
      .map((side) => `${event.id} ${side}`),
  );
  return { effects, winner: running[0]?.id ?? null, causes, alarms };
}

function forwarding(event: Planned, scene: Scene, side: 'internal' | 'external'): { wish: Wish; alarm: boolean } {
  const { always, targets } = scene.input.profile;
  const isInternal = side === 'internal';
  const word = isInternal ? 'intern' : 'extern';
  const numberAllowed = isInternal ? allow(scene).forwardInternal : allow(scene).forwardExternal;
  const byCategory = categoryOf(event, scene, new RegExp(`^_sf_aul_${word}_`, 'i'), numberAllowed);
  const numberRule = isInternal
    ? always.forwardInternal && 'always forwardInternal'
    : always.forwardExternal && 'always forwardExternal';
  const voicemailRule = isInternal
    ? always.voicemailInternal && 'always voicemailInternal'
    : always.voicemailExternal && 'always voicemailExternal';
  const voicemailBy =
    categoryOf(event, scene, new RegExp(`^_sf_voicemail_${word}_`, 'i'), true) ?? (voicemailRule || undefined);
  const voicemail: Wish = voicemailBy === undefined ? undefined : [{ to: 'voicemail' }, voicemailBy];
  const by = byCategory ?? (numberRule || undefined);
  if (by === undefined) return { wish: voicemail, alarm: false };

  const text = (isInternal ? targets.internal : targets.external) ? event[side] : '';
  const number = text === '' ? (isInternal ? undefined : targets.defaultExternal) : writtenTargets[text];
  if (number !== undefined) return { wish: [{ to: 'number', number }, by], alarm: false };
  return { wish: voicemail, alarm: text !== '' || byCategory !== undefined };
}

function counts(event: Planned, scene: Scene): boolean {
  const { enabled, reactTo, maxDurationHours } = scene.input.profile;
  if (!enabled || scene.input.resets.has(event.id) || !reactTo.includes(event.showAs)) return false;
  if (categoryOf(event, scene, /^_sf_ignorieren$/i, allow(scene).ignore) !== undefined) return false;
  const minutes = event.days > 0 ? event.days * 1440 : event.to - event.from;
  return minutes > 0 && minutes <= maxDurationHours * 60;
}

function isCommanded(event: Planned, scene: Scene): boolean {
  const { lamp, doNotDisturb, forwardExternal } = allow(scene);
  const open = [
    /voicemail/i,
    /aul_intern/i,
    ...(lamp ? [/funktions/i] : []),
    ...(doNotDisturb ? [/dnd/i] : []),
    ...(forwardExternal ? [/aul_extern/i] : []),
  ];
  return open.some((name) => categoryOf(event, scene, name, true) !== undefined);
}

function allow(scene: Scene): Scene['input']['profile']['categories']['allow'] {
  return scene.input.profile.categories.allow;
}

function categoryOf(event: Planned, scene: Scene, name: RegExp, allowed: boolean): string | undefined {
  if (!scene.input.profile.categories.enabled || !allowed) return undefined;
  const category = event.categories.find((one) => name.test(one));
  return category === undefined ? undefined : `category ${category}`;
}

const typeWords = {
  oof: 'Außer Haus',
  busy: 'Gebucht',
  tentative: 'Mit Vorbehalt',
  workingElsewhere: 'An anderem Ort tätig',
  free: 'Frei',
};

function textOf(event: Planned, { input: { profile, privacy }, clock: { shown } }: Scene): string {
  const level = Math.min(
    ...[profile.privacy, privacy].map((one) => ['nothing', 'times', 'type', 'title'].indexOf(one)),
  );
  if (level === 0 || profile.statusText === '') return '';
  const title = event.isPrivate ? 'Privat' : `Title of ${event.id}`;
  const begin = shown[event.from] ?? '';
  const [final, end] = [shown[event.to - 1] ?? '', shown[event.to] ?? ''];
  const clockAtEnd = final.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : '24:00';
  const dated = (text: string): string => `${text.slice(8, 10)}.${text.slice(5, 7)}.`;
  const sameDay = begin.slice(0, 10) === final.slice(0, 10);
  let time = sameDay
    ? `${begin.slice(11)}-${clockAtEnd}`
    : `${dated(begin)} ${begin.slice(11)}-${dated(final)} ${clockAtEnd}`;
  if (event.days === 1) time = 'ganztägig';
  if (event.days > 1) time = `${dated(begin)}-${dated(final)}`;
  const type = typeWords[event.showAs];
  const parts = profile.statusText.startsWith('[')
    ? [`[${time}]`, level >= 2 ? `[${type}]` : '', level >= 3 ? title : '']
    : [level >= 3 ? title : '', time];
  return parts.filter((part) => part !== '').join(' ');
}
