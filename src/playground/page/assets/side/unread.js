/** Counts what nobody has read yet: by chat, and by topic of it. */
export function createUnread() {
  const counts = new Map();
  const keyOf = (room, topic) => (topic === undefined ? room : `${room}/${topic}`);
  const of = (room, topic) => counts.get(keyOf(room, topic)) ?? 0;
  const set = (room, topic, count) => counts.set(keyOf(room, topic), Math.max(0, count));
  return {
    of,
    /** Notes a message that came while nobody looked there; General is topic 1. */
    add(room, topic) {
      set(room, undefined, of(room) + 1);
      set(room, topic, of(room, topic) + 1);
    },
    /** Somebody looks there now; without a topic, at all of them. */
    read(room, topic) {
      if (topic === undefined) {
        for (const key of counts.keys())
          if (key === room || key.startsWith(`${room}/`)) counts.delete(key);
        return;
      }
      set(room, undefined, of(room) - of(room, topic));
      set(room, topic, 0);
    },
    total: () =>
      [...counts].reduce((sum, [key, count]) => sum + (key.includes('/') ? 0 : count), 0),
  };
}
