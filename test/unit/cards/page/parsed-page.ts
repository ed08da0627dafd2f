import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;
type ParentNode = DefaultTreeAdapterTypes.ParentNode;

/** All elements of a page, in its order, and the codes of what its HTML has wrong. */
export function parsedPage(html: string): { elements: Element[]; errors: string[] } {
  const errors: string[] = [];
  const document = parse(html, { onParseError: ({ code }) => errors.push(code) });
  return { elements: elementsBelow(document), errors };
}

/** The value of an attribute; undefined when it is not there. */
export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

/** The text in an element and below it. */
export function textIn(node: ParentNode): string {
  return node.childNodes
    .map((child) => {
      if (defaultTreeAdapter.isTextNode(child)) return child.value;
      return defaultTreeAdapter.isElementNode(child) ? textIn(child) : '';
    })
    .join('');
}

/** The fields of a page by their names, with what stands in them. */
export function fieldsOf(elements: readonly Element[]): Map<string, { element: Element; value: string }> {
  const fields = elements.filter(({ tagName }) => tagName === 'input' || tagName === 'textarea');
  return new Map(
    fields.map((element) => {
      const value = element.tagName === 'textarea' ? textIn(element) : (attribute(element, 'value') ?? '');
      return [attribute(element, 'name') ?? '', { element, value }];
    }),
  );
}

/** What a page is built of, without what it says: every element with the names of its attributes. */
export function skeletonOf(elements: readonly Element[]): string[] {
  return elements.map(({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join(' ')}`);
}

/** The first element that has an attribute of this value. */
export function elementWith(elements: readonly Element[], name: string, value: string): Element | undefined {
  return elements.find((element) => attribute(element, name) === value);
}

function elementsBelow(node: ParentNode): Element[] {
  return node.childNodes
    .filter((child) => defaultTreeAdapter.isElementNode(child))
    .flatMap((child) => [child, ...elementsBelow(child)]);
}
