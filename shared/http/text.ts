import { z } from 'zod';

/** Control characters, line separators, half surrogates and characters that turn the direction of text. */
const unfit = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const unfitInLines = /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const unfitMessage = 'must not contain control characters or characters that change the direction of text';

/** A name or another single line that people read: trimmed, in NFC, without control characters, not empty. */
export function nameText(max = 120): z.ZodString {
  return lineText(max).min(1);
}

/** A single line that may be empty: trimmed, in NFC, without control characters. */
export function lineText(max: number): z.ZodString {
  return z
    .string()
    .trim()
    .normalize('NFC')
    .max(max)
    .refine((text) => !unfit.test(text), unfitMessage);
}

/** Text of several lines: in NFC, line ends as `\n`, no control characters but tabs. */
export function longText(max: number): z.ZodString {
  return z
    .string()
    .overwrite((text) => text.replace(/\r\n?/g, '\n'))
    .normalize('NFC')
    .max(max)
    .refine((text) => !unfitInLines.test(text), unfitMessage);
}

/** An id that Patchbay gives: letters, digits, `-` and `_`. */
export const identifier = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be an id of up to 64 letters, digits, "-" and "_"')
  .meta({ examples: ['sales-team'] });

/** An id that another system gives: any single line, taken as it is and compared exactly. */
export const outsideId = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (text) => !unfit.test(text) && text.trim() === text,
    'must be one line without control characters or spaces around it',
  );

const address = z.email({ pattern: z.regexes.html5Email }).max(254);

/** An e-mail address as people type it. */
export const emailAddress = address.meta({ examples: ['anna@example.org'] });

const mostMails = 20;

/** E-mail addresses separated by semicolons, as one string: `a@example.org; b@example.org`. May be empty. */
export const mailList = z
  .string()
  .max(2000)
  .overwrite((text) => mailsOf(text).join('; '))
  .superRefine((text, context) => {
    const mails = mailsOf(text);
    const wrong = mails.findIndex((mail) => !address.safeParse(mail).success);
    if (wrong >= 0)
      context.addIssue({
        code: 'custom',
        message: `must be e-mail addresses separated by ";"; number ${wrong + 1} is none`,
      });
    if (mails.length > mostMails)
      context.addIssue({ code: 'custom', message: `may have at most ${mostMails} addresses` });
  })
  .meta({ description: 'E-mail addresses separated by semicolons.', examples: ['anna@example.org; ben@example.org'] });

/** The addresses of a `mailList`, without empty and repeated ones. */
export function mailsOf(list: string): string[] {
  const mails = list.split(';').map((mail) => mail.trim());
  return [...new Set(mails.filter((mail) => mail !== ''))];
}

/** A moment, with any offset; kept in UTC. */
export const instant = z.iso
  .datetime({ offset: true })
  .overwrite((text) => {
    const time = Date.parse(text);
    return Number.isNaN(time) ? text : new Date(time).toISOString();
  })
  .meta({ examples: ['2026-01-31T08:00:00.000Z'] });
