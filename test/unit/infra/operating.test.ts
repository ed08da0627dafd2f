import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from './bicep-files.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

describe('docs/security.md', () => {
  const security = read('docs/security.md');
  const rows = matches(security, /^\| (?!threat|-)(.+) \|$/gm);

  it('names a test for every defence, and only tests that exist', () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) {
      const tests = matches(row.split(' | ').at(-1) ?? '', /`(test\/[^`]+\.test\.ts)`/g);
      expect([row.slice(0, 40), tests.length > 0]).toEqual([row.slice(0, 40), true]);
      expect(tests.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    }
  });

  it('says what is not covered and how to report', () => {
    expect(security).toMatch(/## Not covered\n\n- /);
    expect(security).toMatch(/## Reporting\n\n\S/);
  });
});

describe('docs/operations.md', () => {
  const operations = read('docs/operations.md');

  it('says what to do about every alert, and about no other', () => {
    const section = /## Alerts\n([^]*?)\n### /.exec(operations)?.[1] ?? '';
    const alerts = matches(read('infra/alerts.bicep'), /^ {4}name: '([\w-]+)'/gm);
    expect(alerts.length).toBeGreaterThan(5);
    expect(matches(section, /^\| `([\w-]+)`/gm).sort()).toEqual(alerts.sort());
  });

  it('names scripts that exist', () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')));
    const named = matches(operations, /npm run ([\w-]+)/g);
    expect(named).toContain('sealing-key');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('the links of the documents', () => {
  const papers = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')),
  ];

  it.each(papers)('%s leads to files that exist', (name) => {
    const path = existsSync(join(root, name)) ? name : `docs/${name}`;
    const links = matches(read(path), /\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g);
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });
});

describe('azure.yaml', () => {
  it('deploys the folder that the build writes and runs scripts that exist', () => {
    const text = read('azure.yaml');
    expect(text).toContain('dist: dist/app');
    expect(text).toContain('remoteBuild: false');
    const scripts = matches(text, /bootstrap\.mjs (\S+)/g);
    expect(scripts).toHaveLength(2);
    expect(scripts.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the workflows', () => {
  const folder = join(root, '.github/workflows');
  const workflows = readdirSync(folder).map((name): [string, string] => [name, read(`.github/workflows/${name}`)]);

  it.each(workflows)('%s uses actions by commit, with the release beside it', (_name, text) => {
    const uses = matches(text, /uses: ((?!\.\/).+)$/gm);
    expect(uses.filter((use) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use))).toEqual([]);
  });

  it.each(workflows)('%s may only read, keeps no credential and holds no secret', (_name, text) => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(text.split('actions/checkout@').length).toBe(text.split('persist-credentials: false').length);
    expect(text).not.toMatch(/secrets\.|pull_request_target|write-all/);
    expect(matches(text, /^ +([\w-]+): write$/gm).filter((name) => name !== 'id-token')).toEqual([]);
  });

  it('put nothing from outside into a command', () => {
    for (const [name, text] of workflows) {
      const commands = [...text.matchAll(/run: ?[|>]?-?\n?((?:.+\n)+?)(?= {6}- | {2}\S|$)/g)].map(
        ([, body = '']) => body,
      );
      expect([name, commands.filter((body) => /\$\{\{[^}]*(?:github\.event|inputs\.)/.test(body))]).toEqual([name, []]);
    }
  });

  it('check all that there is to check, on both versions of Node that Azure has', () => {
    const ci = workflows.find(([name]) => name === 'ci.yml')?.[1] ?? '';
    expect(matches(ci, /node-version: (\d+)/g)).toEqual(expect.arrayContaining(['22', '24']));
    for (const step of ['bash .ci/run', 'npm run openapi', 'npm run package', 'az bicep build', 'npm audit'])
      expect(ci).toContain(step);
  });
});
