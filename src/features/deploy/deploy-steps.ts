import { CONFIRMED } from './decide.ts';
import { LIVE_STEPS } from './live.ts';

/** The steps of a deploy, in order. */
export const DEPLOY_STEPS = {
  lock: {
    does: 'Keeps other deploys of the environment away.',
    undo: 'Puts back what was desired, removes what was made for the release, starts what is live where it does not run, and lets others in again.',
  },
  held: 'Looks who was faster, or has locked or frozen the environment.',
  plan: 'Checks the commit out and reads what it says of itself, and whether somebody is asked.',
  'run:<gate>': 'Installs, runs `hooks/pre-deploy.sh` and the checks at exactly that commit.',
  build: 'Builds the release, without starting it.',
  propose: 'Writes the change into the ops repository, on a branch of its own.',
  deciders: 'Finds out who can decide: one person alone writes the name of the project.',
  expect: 'Takes the next text of that person for the name.',
  [CONFIRMED]: 'Waits for the name.',
  valid: 'Looks whether what was planned, or confirmed, is still what would happen.',
  'approval:release': 'Asks somebody else to approve exactly this commit for this environment.',
  note: 'Notes in the ops repository that nobody approved.',
  'held-again': 'Looks who has locked or frozen the environment meanwhile.',
  merge: 'Brings the change in the ops repository into force.',
  ...LIVE_STEPS,
  after: 'Runs `hooks/post-deploy.sh`, if there is one.',
  settle: 'Ends the release that was live before, and forgets the oldest ones.',
  unlock: 'Lets other deploys in again.',
} as const;
