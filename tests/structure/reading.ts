import { posix } from 'node:path';
import { parseAst } from 'vitest/node';

/** One file of the house: its path from the repository root, and what stands in it. */
export interface SourceText {
  readonly path: string;
  readonly source: string;
}

/** One import, re-export or dynamic import. */
export interface Import {
  /** As written: `./rules.ts`, `kysely`. */
  readonly specifier: string;
  /** The path from the repository root, or null for a package. */
  readonly target: string | null;
  /** Nothing of it is there when the program runs. */
  readonly isTypeOnly: boolean;
  /** The names that are there when the program runs; `*` for all. */
  readonly values: readonly string[];
}

/** A node of the syntax tree, as far as the rules look into it. */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const trees = new WeakMap<SourceText, Node>();

function treeOf(text: SourceText): Node {
  const known = trees.get(text);
  if (known) return known;
  const tree = parseAst(text.source, { lang: 'ts' }, text.path) as unknown as Node;
  trees.set(text, tree);
  return tree;
}

/** Every node of a file, parents before children. */
export function* nodesOf(text: SourceText): Generator<Node> {
  const waiting: unknown[] = [treeOf(text)];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (Array.isArray(value)) waiting.push(...value.toReversed());
    else if (typeof value === 'object' && value !== null) {
      if (isNode(value)) yield value;
      waiting.push(...Object.values(value).reverse());
    }
  }
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Whether a node is `object.property`, or `object['property']`. */
export function isMember(node: unknown, object: string, property: string): boolean {
  if (!isNode(node) || node.type !== 'MemberExpression') return false;
  const { object: of, property: name } = node;
  return isNode(of) && of.name === object && isNode(name) && (name.name === property || name.value === property);
}

export function importsOf(text: SourceText): readonly Import[] {
  return [...nodesOf(text)].flatMap((node) => {
    const specifier = isNode(node.source) ? node.source.value : null;
    if (typeof specifier !== 'string') return [];
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(text.path), specifier) : null;
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration': {
        const kind = node.importKind ?? node.exportKind;
        const values = kind === 'type' ? [] : valuesOf(node.specifiers);
        const isBare = kind !== 'type' && Array.isArray(node.specifiers) && node.specifiers.length === 0;
        return [{ specifier, target, isTypeOnly: values.length === 0 && !isBare, values }];
      }
      case 'ExportAllDeclaration':
        return [{ specifier, target, isTypeOnly: node.exportKind === 'type', values: node.exportKind === 'type' ? [] : ['*'] }];
      case 'ImportExpression':
        return [{ specifier, target, isTypeOnly: false, values: ['*'] }];
      default:
        return [];
    }
  });
}

function valuesOf(specifiers: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(specifiers) ? specifiers : [];
  return list.filter(isNode).flatMap((specifier) => {
    if (specifier.importKind === 'type' || specifier.exportKind === 'type') return [];
    const name = specifier.imported ?? specifier.local;
    const isOne = specifier.type === 'ImportSpecifier' || specifier.type === 'ExportSpecifier';
    return [isOne && isNode(name) ? String(name.name ?? name.value) : '*'];
  });
}
