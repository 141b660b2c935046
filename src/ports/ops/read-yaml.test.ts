import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadWords } from '#app/words.ts';
import { readEnvironment } from './environment-file.ts';
import { readHolds } from './holds-file.ts';
import { describeProblem } from './problem.ts';

const say = loadWords(path.join(import.meta.dirname, '../../../locales'))('en');
const HEAD = 'apiVersion: openclaw.dev/v1\nkind: Environment\n';

/** What is wrong in the file of an environment: line and words. */
function wrong(text: string): string {
  const read = readEnvironment(text, 'shop', 'staging');
  if (read.kind === 'good') return 'nothing';
  const words = describeProblem(read.problem, say).replaceAll(/\\(?=[^\\])/gu, '');
  return `${read.problem.line}: ${words}`;
}

describe('files of the ops repository', () => {
  it.each([
    ['an alias', `${HEAD}settings: { variables: { A: x, B: *a } }\n`, /^3: /u],
    ['an anchor', `${HEAD}settings:\n  variables: &a { A: x }\n`, /^4: anchors/u],
    ['a tag', `${HEAD}settings: !!js/function x\n`, /^3: /u],
    ['a known tag', `${HEAD}settings: !!map {}\n`, /^3: tags/u],
    ['two documents', `${HEAD}---\n${HEAD}`, /multiple documents/u],
    ['a key twice', `${HEAD}kind: Environment\n`, /^3: .*Map keys must be unique/u],
    ['an unknown key', `${HEAD}approvals: none\n`, /^3: approvals: is not known here/u],
    [
      'a known key in another place',
      `${HEAD}settings:\n  desired: {}\n`,
      /^4: settings\.desired: /u,
    ],
    ['a word for a number', `${HEAD}settings:\n  keepReleases: many\n`, /^4: .*must be a number/u],
    ['a number for a word', `${HEAD}settings:\n  variables:\n    PORT: 80\n`, /^5: .*in quotes/u],
    ['a number for a block', `${HEAD}settings:\n  variables: 5\n`, /^4: .*must be a block/u],
    ['a number too large', `${HEAD}settings:\n  keepReleases: 1000\n`, /^4: .*100/u],
    ['no kind', 'apiVersion: openclaw.dev/v1\n', /kind: must be "Environment"/u],
    ['an unknown deployer', `${HEAD}settings:\n  deployer: ftp\n`, /"local", "compose"/u],
    ['half an approval', `${HEAD}settings:\n  approval: sometimes\n`, /^4: .*"none" or a block/u],
    [
      'a wrong approval',
      `${HEAD}settings:\n  approval:\n    role: king\n`,
      /role: must be one of "viewer"/u,
    ],
    ['a late reminder', `${HEAD}settings: { approval: { expiresHours: 1 } }\n`, /remindBefore/u],
    ['itself as the way', `${HEAD}settings: { promoteFrom: staging }\n`, /another environment/u],
    [
      'a variable of ours',
      `${HEAD}settings: { variables: { CODEFOUNDRY_X: x } }\n`,
      /CODEFOUNDRY_/u,
    ],
    ['a key of the language', `${HEAD}settings: { variables: { __proto__: x } }\n`, /__proto__/u],
    ['half a commit', `${HEAD}desired: { revision: abc }\n`, /revision: must be a whole/u],
    ['a command without hooks', `${HEAD}settings: { deployer: command }\n`, /hooks\.deploy/u],
    ['an empty program', `${HEAD}settings: { hooks: { deploy: [''] } }\n`, /with a program/u],
    ['brackets without end', '['.repeat(100_000), /deep/u],
    ['dashes without end', '- '.repeat(100_000), /deep/u],
    ['spaces without end', ' '.repeat(200_000), /deep|empty/u],
    ['nothing', '', /empty/u],
    ['a list', '- a\n', /must be a block/u],
    ['binary', '\u0000\u0001', /must be a block|control/iu],
    ['another kind', 'apiVersion: openclaw.dev/v1\nkind: Holds\nholds: []\n', /Environment/u],
  ])('says of %s what is wrong and where', (_, text, expected) => {
    expect(wrong(text)).toMatch(expected);
    expect(wrong(text).length).toBeLessThan(320);
  });

  it('reads a file with everything in it', () => {
    const text = `${HEAD}settings:
  deployer: command
  approval: { role: owner, expiresHours: 0.5, remindBeforeMinutes: 10 }
  promoteFrom: qa
  healthTimeoutSeconds: 1.5
  cpus: 0.5
  memoryMiB: 256
  variables: { NODE_ENV: production }
  hooks: { deploy: [./deploy.sh, '--now'] }
`;
    const read = readEnvironment(text, 'shop', 'production');
    expect(read.kind === 'good' && read.environment.settings).toEqual({
      deployer: 'command',
      approval: { role: 'owner', expiresMs: 1_800_000, remindBeforeMs: 600_000 },
      promoteFrom: 'qa',
      healthTimeoutMs: 1_500,
      readinessDelayMs: 5_000,
      drainTimeoutMs: 10_000,
      keepReleases: 5,
      cpus: 0.5,
      memoryMiB: 256,
      variables: { NODE_ENV: 'production' },
      hooks: { deploy: ['./deploy.sh', '--now'] },
    });
  });

  it('refuses two holds of one name', () => {
    const hold =
      '{ id: a, kind: lock, by: { id: 1, name: x }, reason: "", since: 2026-11-22T18:00:00Z }';
    const text = `apiVersion: openclaw.dev/v1\nkind: Holds\nholds: [${hold}, ${hold}]\n`;
    expect(readHolds(text)).toMatchObject({ kind: 'bad' });
    expect(readHolds(text.replace(`, ${hold}`, ''))).toMatchObject({ kind: 'good' });
  });
});
