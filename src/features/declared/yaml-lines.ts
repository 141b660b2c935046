import { type Document, isMap, isNode, isScalar } from 'yaml';

/** The line of `text` where what is at `path` stands, or what is nearest above it. */
export function lineOf(document: Document, text: string, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const last = path[length - 1];
    const parent =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    // The key, not the value: that may begin a line below.
    const key = isMap(parent)
      ? parent.items.find((each) => isScalar(each.key) && each.key.value === last)?.key
      : undefined;
    const node = key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return text.slice(0, node.range[0]).split('\n').length;
  }
  return 1;
}
