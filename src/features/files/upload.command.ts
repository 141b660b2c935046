import { plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { EXPECTED_FOR_MS, fileExpectationKey } from '#kernel/expectation.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { toNewPath } from '#lib/file-path.ts';
import { isLocked } from '#lib/locked-path.ts';
import type { FilePorts } from './ports.ts';
import { shownPath } from './shown.ts';

/** `/upload [place]`: the next file that the person sends goes there. */
export function uploadCommand({ store, downloads, now }: FilePorts): Command {
  return {
    name: 'upload',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ text }, call) {
      const { conversation, say } = call;
      const { project } = conversation;
      const key = fileExpectationKey(conversation.id);
      if (text === 'cancel') {
        await store.settings.set(key, null);
        return { toast: say('upload-canceled') };
      }
      if (project === undefined || !(await store.projects.get(project))) return noProjectCard(call);
      const isRoot = /^\.?\/?$/u.test(text);
      const known = isRoot ? { path: '' } : toNewPath(text);
      const shown = shownPath(text);
      if ('problem' in known) return { text: say(`files-path-${known.problem}`, { path: shown }) };
      if (isLocked(known.path)) return { text: say('files-path-locked', { path: shown }) };
      const untilMs = now() + EXPECTED_FOR_MS;
      const words = [project, isRoot ? '' : text];
      await store.settings.set(key, { command: 'receive', words, untilMs });
      const cancel = { label: say('upload-cancel'), command: 'upload', words: ['cancel'] };
      const about = {
        project: plain(project),
        path: isRoot ? plain('./') : shown,
        minutes: EXPECTED_FOR_MS / 60_000,
        limit: { bytes: downloads.limits.mostBytes },
      };
      return { text: say('upload-ask', about), buttons: [[cancel]] };
    },
  };
}
