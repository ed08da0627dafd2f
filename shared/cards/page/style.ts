import { createHash } from 'node:crypto';
import { asProperties, dark, light } from './colours.ts';

const colours = `
:root { color-scheme: light dark; --shadow: 0 1px 2px #1621190f, 0 12px 32px -12px #16211929; ${asProperties(light)} }
@media (prefers-color-scheme: dark) {
  :root { --shadow: 0 1px 2px #0006; ${asProperties(dark)} }
}`;

const frame = `
*, ::before, ::after { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: break-word; }
h1, h2, p, ul { margin: 0; padding: 0; }
h1, h2 { line-height: 1.2; letter-spacing: -.012em; text-wrap: balance; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.aside { position: absolute; left: -100vw; top: 0; width: 1px; height: 1px; overflow: hidden; }
.languages { display: flex; justify-content: flex-end; max-width: 30rem; margin: 0 auto; padding: .5rem 1rem 0; }
.languages a { display: inline-flex; align-items: center; min-height: 44px; padding: 0 .5rem; font-size: .9375rem; border-radius: .5rem; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; max-width: 30rem; margin: 0 auto; padding: .25rem 1rem 3rem; }
main > * { min-width: 0; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: 1.125rem; box-shadow: var(--shadow); }
.button { display: inline-flex; align-items: center; justify-content: center; width: 100%; min-height: 48px; padding: .625rem 1.25rem; border: 1.5px solid var(--accent); border-radius: .75rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; }
.main { background: var(--accent); color: var(--on-accent); }
.second { background: none; color: var(--accent); }
.main:hover { filter: brightness(1.1); }
.second:hover { background: var(--tint); }`;

const card = `
.card { overflow: hidden; }
.card::before { content: ""; display: block; height: 5.5rem; background: linear-gradient(120deg, #0b5a52, #14796d); }
.card > * { margin-inline: 1.5rem; }
.portrait { display: flex; align-items: center; justify-content: center; width: 7.5rem; height: 7.5rem; margin-top: -3.75rem; border: 4px solid var(--surface); border-radius: 50%; object-fit: cover; background: var(--tint); color: var(--accent); font-size: 2.5rem; font-weight: 600; letter-spacing: .02em; }
.who { margin-block: .875rem 1.25rem; }
.who h1, .who h2 { font-size: 1.625rem; font-weight: 700; }
.who p { color: var(--quiet); }
.who .title { margin-top: .25rem; color: var(--ink); }
.ways { list-style: none; border-top: 1px solid var(--line); }
.ways li { border-bottom: 1px solid var(--line); }
.way { display: flex; flex-direction: column; justify-content: center; min-height: 3.75rem; padding: .5rem 0; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
.way span { color: var(--quiet); font-size: .8125rem; }
.way b { font-weight: 500; }
a.way b { color: var(--accent); }
a.way:hover b { text-decoration: underline; }
.acts { display: grid; gap: .75rem; margin-block: 1.25rem 1.5rem; }`;

const form = `
.connect { padding: 1.5rem; }
.connect h2, .notice h1, .notice h2 { font-size: 1.375rem; font-weight: 700; }
.intro { margin-block: .375rem .25rem; }
.hint { color: var(--quiet); font-size: .875rem; }
.fields { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; margin: 1.25rem 0 0; padding: 0; border: 0; min-width: 0; }
.field { display: flex; flex-direction: column; gap: .3125rem; min-width: 0; }
.fields > .hint { margin-bottom: -.25rem; }
label { font-size: .9375rem; font-weight: 600; }
.star { color: var(--fault); }
input, textarea { width: 100%; min-height: 48px; padding: .625rem .75rem; border: 1px solid var(--edge); border-radius: .625rem; background: var(--surface); color: inherit; font: inherit; }
textarea { min-height: 7rem; resize: vertical; }
input:focus-visible, textarea:focus-visible { outline-offset: 0; border-color: var(--accent); }
[aria-invalid] { border: 2px solid var(--fault); }
.wrong { color: var(--fault); font-size: .875rem; font-weight: 500; }
details { margin-top: 1.25rem; border-block: 1px solid var(--line); }
summary { min-height: 48px; padding: .75rem 0; color: var(--accent); font-weight: 600; cursor: pointer; border-radius: .375rem; }
details .fields { margin: .25rem 0 1.25rem; }
.agree { margin-top: 1.25rem; }
.agree label { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .75rem; align-items: start; min-height: 44px; padding: .5rem 0; font-weight: 400; cursor: pointer; }
.agree input { width: 1.5rem; height: 1.5rem; min-height: 0; margin: 0; accent-color: var(--accent); }
.agree .wrong { margin-left: 2.25rem; }
.privacy { display: inline-flex; align-items: center; min-height: 44px; margin-left: 2.25rem; font-size: .9375rem; }
.connect .button { margin-top: 1rem; }`;

const notice = `
.notice { padding: 1.5rem; }
.notice p { margin-top: .5rem; }
.notice .button { margin-top: 1.25rem; }
.faulty { background: var(--fault-tint); border-color: var(--fault); box-shadow: none; }
.faulty:focus-visible { outline: 2px solid var(--fault); outline-offset: 0; }
.faulty h1, .faulty h2 { color: var(--fault); }
.faulty ul { margin-top: .25rem; list-style: none; }
.faulty li a { display: block; padding: .625rem 0; color: inherit; }
.faulty li + li { border-top: 1px solid color-mix(in srgb, var(--fault) 22%, transparent); }
.faulty li > span { display: block; padding: .625rem 0; }
.done::before { content: "\\2713"; content: "\\2713" / ""; display: flex; align-items: center; justify-content: center; width: 3rem; height: 3rem; margin-bottom: 1rem; border-radius: 50%; background: var(--tint); color: var(--accent); font-size: 1.5rem; font-weight: 700; }
.lost { max-width: 30rem; margin-top: 12vh; }`;

const wide = `
@media (min-width: 30rem) {
  .pair { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .pair > .hint, .pair > .whole { grid-column: 1 / -1; }
}
@media (min-width: 56rem) {
  .languages, main { max-width: 66rem; padding-inline: 2rem; }
  .languages { padding-top: 1.5rem; }
  .languages:has(+ main:not(.split)) { max-width: 30rem; }
  main { gap: 1.5rem; }
  main.split { grid-template-columns: minmax(0, 22rem) minmax(0, 1fr); grid-template-rows: auto 1fr; align-items: start; }
  main:not(.split) { max-width: 30rem; }
  .split .card { grid-column: 1; grid-row: 1 / span 2; position: sticky; top: 1.5rem; }
  .jump { display: none; }
  .split .notice, .split .connect { grid-column: 2; }
  .connect, .notice { padding: 2rem; }
  .connect .button, .notice .button { width: auto; min-width: 16rem; }
}
@media print { .connect, .languages, .acts { display: none; } }`;

/** The one style of all pages; it stands in the page itself. */
export const style = [colours, frame, card, form, notice, wide].join('\n');

/** What names the style in the content security policy; any other style is refused. */
export const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
