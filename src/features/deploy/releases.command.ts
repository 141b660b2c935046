import type { Button, Card } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import type { Release } from '#ports/deployer/port.ts';
import { atSite } from './at-site.ts';
import { type DeployOptions, short, type Site } from './ports.ts';

/** `/releases [environment]` and its buttons: what was live, is, and can be restored. */
export function releasesCommands(options: DeployOptions): readonly Command[] {
  const show = (project: string | undefined, word: string | undefined, call: Call): Promise<Card> =>
    atSite(options, { project, word, button: 'releases_of' }, call, (site) =>
      releasesCard(site, call),
    );
  return [
    {
      name: 'releases',
      role: 'viewer',
      concerns: 'current',
      listed: true,
      run: ({ words: [word] }, call) => show(call.conversation.project, word, call),
    },
    {
      name: 'releases_of',
      role: 'viewer',
      concerns: 'named',
      listed: false,
      run: ({ words: [project, word] }, call) => show(project, word, call),
    },
  ];
}

/** What can be gone back to: what was only built, people have never seen, nor perhaps approved. */
export async function restorable({ target, deployer }: Site): Promise<readonly Release[]> {
  return (await deployer.releases(target)).filter(({ wasLive }) => wasLive);
}

async function releasesCard(site: Site, call: Call): Promise<Card> {
  const { target, deployer } = site;
  const { say } = call;
  const { live } = await deployer.status(target);
  const releases = await restorable(site);
  if (releases.length === 0) return { text: say('releases-none', { ...target }) };
  const rows = releases.map((release) => {
    const sign = release.id === live?.id ? '🟢' : '▫️';
    return `- ${sign} ${releaseLabel(release, call)} · \`${release.id}\``;
  });
  const back: Button = {
    label: say('deploy-rollback'),
    command: 'rollback_of',
    words: [target.project, target.environment],
  };
  return {
    text: [say('releases-title', { ...target }), rows.join('\n')].join('\n\n'),
    buttons: [[back]],
  };
}

/** One release in a few words. */
export function releaseLabel({ sha, builtAtMs }: Release, { say }: Pick<Call, 'say'>): string {
  return say('release-label', { sha: short(sha), at: { atMs: builtAtMs } });
}
