/**
 * Checks types, then lints, with one program: what the compiler has found out about a type the linter need not find out again.
 * `npm run typecheck` and `npm run lint` say the same, each by itself.
 */
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A configuration has to be written down for the cache; the program need not be. */
class Programs extends Array<ts.Program> {
  toJSON(): string {
    return 'tsconfig.json';
  }
}

const program = programOf('tsconfig.json');
const isSound = typesAreSound() && (await isLinted());
process.exitCode = isSound ? 0 : 1;

function programOf(config: string): ts.Program {
  const parsed = ts.getParsedCommandLineOfConfigFile(`${root}${config}`, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  });
  if (!parsed) throw new Error(`${config} cannot be read.`);
  return ts.createProgram({
    rootNames: parsed.fileNames,
    options: parsed.options,
    configFileParsingDiagnostics: parsed.errors,
  });
}

function typesAreSound(): boolean {
  const faults = ts.getPreEmitDiagnostics(program);
  const host = {
    getCurrentDirectory: () => root,
    getCanonicalFileName: (name: string) => name,
    getNewLine: () => '\n',
  };
  if (faults.length > 0) console.log(ts.formatDiagnosticsWithColorAndContext(faults, host));
  return faults.length === 0;
}

async function isLinted(): Promise<boolean> {
  const parserOptions = { projectService: false, programs: Programs.of(program) };
  const eslint = new ESLint({
    cwd: root,
    cache: true,
    cacheLocation: '.local/eslint',
    overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parserOptions } }],
  });
  const results = await eslint.lintFiles(['.']);
  const faults = results.reduce((sum, { errorCount, warningCount }) => sum + errorCount + warningCount, 0);
  const formatter = await eslint.loadFormatter('stylish');
  if (faults > 0) console.log(await formatter.format(results));
  return faults === 0;
}
