/** Says of each piece of a stream whether `text` ends in it, also when it began in an earlier one. */
export function finder(text: string): (bytes: Buffer) => boolean {
  const wanted = Buffer.from(text);
  let before = Buffer.alloc(0);
  return (bytes) => {
    const seen = Buffer.concat([before, bytes]);
    before = seen.subarray(Math.max(0, seen.length - wanted.length + 1));
    return seen.includes(wanted);
  };
}
