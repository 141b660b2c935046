import type { Hunk, HunkLine } from '../diff.ts';

const HEAD =
  /^@@ -(?<oldStart>\d+)(?:,(?<oldCount>\d+))? \+(?<newStart>\d+)(?:,(?<newCount>\d+))? @@ ?(?<heading>.*)$/u;

/**
 * The hunks of a diff by section, of which each file has one. Sections are told by the counts in
 * the hunks alone: a line of a file may look like any header.
 */
export function parseSections(diff: string): readonly (readonly Hunk[])[] {
  const lines = diff.split('\n');
  const sections: Hunk[][] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    at += 1;
    if (line.startsWith('diff --git ')) sections.push([]);
    const head = HEAD.exec(line)?.groups;
    if (!head) continue;
    let oldLeft = Number(head['oldCount'] ?? 1);
    let newLeft = Number(head['newCount'] ?? 1);
    const inside: HunkLine[] = [];
    while (oldLeft > 0 || newLeft > 0 || lines[at]?.startsWith('\\')) {
      const next = lines[at];
      if (next === undefined) break;
      at += 1;
      const last = inside.at(-1);
      if (next.startsWith('\\')) {
        if (last) inside[inside.length - 1] = { ...last, isUnended: true };
        continue;
      }
      const sign = next.startsWith('+') ? '+' : next.startsWith('-') ? '-' : ' ';
      if (sign !== '+') oldLeft -= 1;
      if (sign !== '-') newLeft -= 1;
      inside.push({ sign, text: next.slice(1) });
    }
    const { oldStart, newStart, heading = '' } = head;
    const hunk = { oldStart: Number(oldStart), newStart: Number(newStart), heading, lines: inside };
    sections.at(-1)?.push(hunk);
  }
  return sections;
}
