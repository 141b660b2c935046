import { plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { isProjectFolder } from '#kernel/project.ts';
import type { Git } from '#ports/git/port.ts';
import type { Store } from '#ports/store/port.ts';
import { hostKey, secretFor } from './access.ts';

interface Options {
  readonly git: Pick<Git, 'readUrl'>;
  readonly store: Pick<Store, 'projects' | 'settings'>;
  /** From now on the next message of that conversation is taken for the value. */
  readonly askSecret: (conversationId: string, project: string, name: string) => Promise<void>;
}

/** The [Set GIT_TOKEN] button of cards about a repository that wants somebody known. */
export function gitTokenCommand({ git, store, askSecret }: Options): Command {
  return {
    name: 'git_token',
    role: 'releaser',
    concerns: 'named',
    privateOnly: true,
    listed: false,
    async run({ words: [project = '', url = ''] }, { say, conversation }) {
      const read = git.readUrl(url);
      if (!isProjectFolder(project) || read.kind === 'bad') return { toast: say('dispatch-stale') };
      const { remote } = read;
      const name = secretFor(remote);
      if (!(await store.projects.find(project)))
        await store.settings.set(hostKey(project), remote.host);
      await askSecret(conversation.id, project, name);
      const cancel = { label: say('secret-cancel'), command: 'secret', words: ['cancel'] };
      const words = { name: plain(name), project, host: plain(remote.host) };
      return { text: say('remote-ask-secret', words), buttons: [[cancel]] };
    },
  };
}
