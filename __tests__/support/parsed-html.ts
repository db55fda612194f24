import { type DefaultTreeAdapterMap, defaultTreeAdapter as tree } from "parse5";

type Node = DefaultTreeAdapterMap["node"];
export type Element = DefaultTreeAdapterMap["element"];

/** Every element below a node, in order. */
export function elements(node: Node): Element[] {
  const below = "childNodes" in node ? node.childNodes.flatMap(elements) : [];
  return tree.isElementNode(node) ? [node, ...below] : below;
}

export function textOf(node: Node): string {
  if (tree.isTextNode(node)) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/** The tree as text: a line for each element with its attributes, each text and each comment. */
export function outline(node: Node, shown: (text: string) => string = (text) => text): string[] {
  if (tree.isTextNode(node)) return [`text ${shown(node.value)}`];
  if (tree.isCommentNode(node)) return [`comment ${node.data}`];
  const below = "childNodes" in node ? node.childNodes.flatMap((child) => outline(child, shown)) : [];
  if (!tree.isElementNode(node)) return below;
  const attrs = node.attrs.map(({ name, value }) => ` ${name}=${JSON.stringify(shown(value))}`).join("");
  return [`<${node.tagName}${attrs}>`, ...below, `</${node.tagName}>`];
}
