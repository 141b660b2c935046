/** What whoever clones a new ops repository reads first. */
export const README = `# Ops

What should be live where, under which rules. CodeFoundry commits here; so may you.

- \`environments/<project>/<environment>.yaml\`: \`settings\` (how it is deployed, who approves) and
  \`desired\` (what should be live; written by CodeFoundry)
- \`holds.yaml\`: locks and freezes
- \`commands/<name>.yaml\`: commands of your own

What you push changes nothing until an owner applies it in the chat: /status shows it with
[Apply] and [Restore].
`;
