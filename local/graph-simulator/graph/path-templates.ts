/** A template that fits, with the values of its `{...}` segments. */
export interface TemplateMatch<T> {
  value: T;
  template: string;
  parameters: ReadonlyMap<string, string>;
}

/** Finds the template for a path; a literal segment wins over a `{...}` one. */
export class PathTemplates<T> {
  readonly #byLength = new Map<number, { template: string; segments: string[]; value: T }[]>();

  add(template: string, value: T): void {
    const segments = template.split('/').slice(1);
    const entries = this.#byLength.get(segments.length) ?? [];
    entries.push({ template, segments, value });
    entries.sort((a, b) => (shape(a.segments) < shape(b.segments) ? -1 : 1));
    this.#byLength.set(segments.length, entries);
  }

  get(template: string): T | undefined {
    return this.#byLength.get(template.split('/').length - 1)?.find((entry) => entry.template === template)?.value;
  }

  match(path: readonly string[]): TemplateMatch<T> | undefined {
    for (const { template, segments, value } of this.#byLength.get(path.length) ?? []) {
      const parameters = new Map<string, string>();
      const fits = segments.every((segment, index) => {
        const actual = path[index] ?? '';
        if (!segment.startsWith('{')) return segment === actual;
        parameters.set(segment.slice(1, -1), actual);
        return actual !== '';
      });
      if (fits) return { value, template, parameters };
    }
    return undefined;
  }
}

/** Sorts literals before parameters, segment by segment. */
function shape(segments: readonly string[]): string {
  return segments.map((segment) => (segment.startsWith('{') ? '1' : '0')).join('');
}
