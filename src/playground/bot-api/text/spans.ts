/** A piece of a text. */
interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Pieces of a text that share no character. */
export interface Spans<One extends Span> {
  /** In their order in the text. */
  readonly list: readonly One[];
  /** Takes the piece unless it shares a character with one that is here already. */
  add(one: One): void;
  /** Those that share a character with the piece, in their order. */
  across(span: Span): readonly One[];
}

/** None yet. Looking is quick however many there are: a bot may send tens of thousands. */
export function disjointSpans<One extends Span>(): Spans<One> {
  const list: One[] = [];

  /** The first one that ends after `offset`. */
  const after = (offset: number): number => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = list[middle];
      if (one && one.offset + one.length > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const across = ({ offset, length }: Span): One[] => {
    const found: One[] = [];
    for (let at = after(offset); ; at += 1) {
      const one = list[at];
      if (!one || one.offset >= offset + length) return found;
      found.push(one);
    }
  };

  return {
    list,
    across,
    add(one) {
      const at = after(one.offset);
      const next = list[at];
      if (!next || next.offset >= one.offset + one.length) list.splice(at, 0, one);
    },
  };
}
