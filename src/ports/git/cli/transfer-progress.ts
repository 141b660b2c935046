import type { TransferProgress } from '../remote.ts';

const PHASES = {
  'Receiving objects': 'receiving',
  'Resolving deltas': 'resolving',
  'Updating files': 'files',
} as const;

/** What a server says begins with `remote: `; what it says over ssh may not, so numbers are only shown. */
const LINE =
  /^(?<phase>Receiving objects|Resolving deltas|Updating files): +\d+% \((?<done>\d+)\/(?<total>\d+)\)(?:, (?<size>[\d.]+) (?<unit>bytes|KiB|MiB|GiB))?/u;

const UNITS: Readonly<Record<string, number>> = {
  bytes: 1,
  KiB: 1_024,
  MiB: 1_024 ** 2,
  GiB: 1_024 ** 3,
};

/** Reads what git prints with `--progress`, in whatever pieces it comes; tells the newest of each. */
export function readProgress(tell: (progress: TransferProgress) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = `${rest}${text}`.split(/[\r\n]/u);
    rest = (lines.pop() ?? '').slice(-500);
    const found = lines.flatMap((line) => toProgress(line) ?? []);
    const newest = new Map(found.map((each) => [each.phase, each]));
    for (const each of newest.values()) tell(each);
  };
}

function toProgress(line: string): TransferProgress | undefined {
  const { phase, done, total, size = '0', unit = 'bytes' } = LINE.exec(line)?.groups ?? {};
  if (phase === undefined) return undefined;
  return {
    phase: PHASES[phase as keyof typeof PHASES],
    done: Number(done),
    total: Number(total),
    sizeBytes: Math.round(Number(size) * (UNITS[unit] ?? 1)),
  };
}
