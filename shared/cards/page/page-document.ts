import { languages, type Language } from '../submission.ts';
import { attributes, markup, type Content } from './markup.ts';
import { style } from './style.ts';
import { textsOf } from './texts.ts';

/** What a whole page is made of. */
export interface PageDocument {
  language: Language;
  title: string;
  /** Where the page is in another language. */
  place: (language: Language) => string;
  content: Content;
  /** Whether there is something beside the card, where the screen is wide enough. */
  split: boolean;
}

/** The whole page around its content. It asks nobody for anything: no script, no font, not even an icon. */
export function pageDocument({ language, title, place, content, split }: PageDocument): string {
  const others = languages
    .filter((other) => other !== language)
    .map(
      (other) => markup`<a href="${place(other)}" lang="${other}" hreflang="${other}">${textsOf(other).language}</a>`,
    );
  const before = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="data:,">
`;
  const after = markup`
</head>
<body>
<nav class="languages">${others}</nav>
<main${attributes({ class: split ? 'split' : undefined })}>
${content}
</main>
</body>
</html>
`;
  return `${before.text}<style>${style}</style>${after.text}`;
}
